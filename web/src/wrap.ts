// Where words may break: in between, unless one is longer than a narrow column.
const LONGEST = 20;

/** No word is too long for a column of its own: none of them needs to be broken. */
export function whole_words(...texts: (string | null | undefined)[]): boolean {
  return texts.every((text) => (text ?? "").split(/\s/).every((word) => word.length <= LONGEST));
}

/** A path in the pieces between which it may break, each with its slash. */
export function path_pieces(path: string): string[] {
  return path.split(/(?<=[/\\])/);
}

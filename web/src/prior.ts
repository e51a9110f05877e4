// A hand-written profile beside what came out, in words.
import type { Prior, PriorAttribute } from "./evidence.ts";
import { in_words, listed, sentence } from "./numbers.ts";

const STATES: Record<PriorAttribute["state"], string> = {
  kept: "kept",
  moved: "moved",
  dropped: "dropped: the data say nothing of it beside the others",
  added: "added: nobody wrote it down",
  not_there: "no such column in the data",
};

export function state_words(state: PriorAttribute["state"]): string {
  return STATES[state];
}

/** "Of 4 attributes written by hand the data kept 2, moved 1 and dropped 1". */
export function prior_title({ attributes }: Prior): string {
  const written = attributes.filter((one) => one.state !== "added" && one.state !== "not_there");
  const parts = (["kept", "moved", "dropped"] as const)
    .map((state) => ({ state, number: written.filter((one) => one.state === state).length }))
    .filter(({ number }) => number > 0)
    .map(({ state, number }) => `${state} ${in_words(number)}`);
  if (parts.length === 0) return "None of what was written by hand is in the data";
  const noun = written.length === 1 ? "attribute" : "attributes";
  return sentence(`of ${in_words(written.length)} ${noun} written by hand the data ${listed(parts)}`);
}

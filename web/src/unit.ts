// What a row of the table learned from is called in this report: an account, or a deal.
let word = "account";

/** From the evidence, before anything is drawn: "accounts", "deals". */
export function set_unit(unit: string | undefined): void {
  word = (unit ?? "accounts").replace(/s$/, "");
}

export const one = (): string => word;
export const many = (): string => `${word}s`;
export const Many = (): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}s`;
export const a_one = (): string => `${word === "account" ? "an" : "a"} ${word}`;

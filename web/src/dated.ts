// Titles on when attributes and amounts are from; the sentences below them are the engine's.
import type { Evidence } from "./evidence.ts";
import type { AttributesAsOf, Currencies } from "./evidence_dated.ts";
import { in_words, sentence } from "./numbers.ts";

/** Attributes that change with time and are as of today; those in the card first. */
export function changing(evidence: Evidence): { column: string; what: string; card: boolean }[] {
  const card = new Set(evidence.attributes.filter((a) => a.selected).map((a) => a.column));
  const all = (evidence.attributes_as_of?.changing ?? []).map((one) => ({
    ...one,
    card: card.has(one.column),
  }));
  return [...all.filter((one) => one.card), ...all.filter((one) => !one.card)];
}

/** Whether there is anything to say. */
export const is_dated = (evidence: Evidence): boolean =>
  evidence.attributes_as_of !== undefined &&
  (evidence.attributes_as_of.from !== "today" || evidence.attributes_as_of.changing.length > 0);

export function dated_title(evidence: Evidence, as_of: AttributesAsOf): string {
  const in_card = changing(evidence).filter((one) => one.card).length;
  if (in_card > 0) {
    const verbs = in_card === 1 ? ["changes", "is"] : ["change", "are"];
    return sentence(
      `${in_words(in_card)} of the card's attributes ${verbs.join(" with time and ")} as of today`,
    );
  }
  return `Attributes are as of ${as_of.from === "today" ? "today" : "the first meeting"}`;
}

/** The engine's sentences, but for the one that the table of what changes draws. */
export const dated_words = ({ words, changing }: AttributesAsOf): string =>
  sentences(changing.length > 0 ? words.slice(0, -1) : words);

export const sentences = (words: string[]): string =>
  words.map((line) => `${sentence(line)}.`).join(" ");

export const currency_title = ({ company, used }: Currencies): string =>
  used.every((use) => use.apart === 0)
    ? `Amounts are in ${company}, each at the rate of its own date`
    : `Not all amounts could be brought into ${company}`;

/** Whether any amount is in another currency than the company's. */
export const has_currencies = (currencies: Currencies | null | undefined): boolean =>
  currencies?.used.some((use) => use.currency !== currencies.company) ?? false;

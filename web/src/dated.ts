// Words on when attributes and amounts are from.
import type { Evidence } from "./evidence.ts";
import type { AttributesAsOf, Currencies } from "./evidence_dated.ts";
import { count, day, in_words, plural, sentence } from "./numbers.ts";
import { many } from "./unit.ts";

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
  if (as_of.from !== "today" && in_card === 0) return "Attributes are as of the first meeting";
  if (in_card === 0) return "Attributes are as of today";
  const these = `${in_words(in_card)} of the card's attributes ${in_card === 1 ? "changes" : "change"} with time and ${in_card === 1 ? "is" : "are"} as of today`;
  return sentence(these);
}

/** How each group of accounts was taken, as parts of all of them. */
export function dated_words(as_of: AttributesAsOf): string[] {
  if (as_of.from === "today") {
    return [
      "The data have no history of attributes: each is as the accounts have it today. What a sale itself brought about may be in them, and then tells winners apart afterwards but nobody beforehand.",
    ];
  }
  const by = as_of.from === "history" ? "changes of fields" : "snapshots";
  const parts = [
    `${count(as_of.met)} ${many()} are as of the day they were first met, by ${by} that begin on ${as_of.begins === null ? "a day not known" : day(as_of.begins)}; ${count(as_of.changed)} of them had another value then than today.`,
  ];
  if (as_of.late > 0) {
    parts.push(
      `${count(as_of.late)} of them were met before that: theirs are as of its beginning, which may know what became of them.`,
    );
  }
  if (as_of.now > 0) {
    parts.push(`${count(as_of.now)} were never worked and are as of today, as they would be met.`);
  }
  if (as_of.undated > 0) {
    parts.push(
      `${count(as_of.undated)} are as of today because the day of their first meeting is not known.`,
    );
  }
  return parts;
}

/** What of the history was not used, or does not fit together: counts with their words. */
export function misfits({ rows }: AttributesAsOf): [number, string][] {
  if (!rows) return [];
  const words: [string, string][] = [
    ["unknown_account", "of accounts that are not there"],
    ["unknown_field", "of fields that no column has the name of"],
    ["no_attribute", "of columns that are no attributes"],
    ["undated", "without a date"],
    ["empty", "without a value"],
    ["disagree", "whose old value is not what the change before left"],
    ["newest_differs", "that left another value than the account has"],
    ["unreadable", "values that do not read as what their column holds"],
  ];
  return words.map(([key, text]): [number, string] => [rows[key] ?? 0, text]).filter(([n]) => n > 0);
}

export function currency_title(currencies: Currencies): string {
  if (currencies.used.every((use) => use.apart === 0)) {
    return `Amounts are in ${currencies.company}, each at the rate of its own date`;
  }
  return `Not all amounts could be brought into ${currencies.company}`;
}

/** Whether any amount is in another currency than the company's. */
export const has_currencies = (currencies: Currencies | null | undefined): boolean =>
  currencies?.used.some((use) => use.currency !== currencies.company) ?? false;

export function currency_words(currencies: Currencies): string[] {
  const parts = [
    currencies.has_rates
      ? "Each amount is at the newest rate that is not after the close of its deal or the date of its line."
      : "No table of rates was given: amounts in other currencies are kept apart and never added.",
  ];
  if (currencies.accounts_apart > 0) {
    parts.push(
      `What ${plural(currencies.accounts_apart, "account")} with such amounts bring is not known.`,
    );
  }
  if (currencies.unjudged > 0) {
    parts.push(
      `${count(currencies.unjudged)} are not judged by value, ${count(currencies.unjudged_lost)} of them lost: else their currency would stand among the others alone.`,
    );
  }
  if (currencies.assumed > 0) {
    parts.push(
      `${plural(currencies.assumed, "amount")} without a currency count as ${currencies.company}.`,
    );
  }
  return parts;
}

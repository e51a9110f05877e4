// Cards without one of the attributes, in words.
import type { Alternative } from "./evidence.ts";
import { listed } from "./numbers.ts";

/** AUC that nobody would miss: a card shown to lose less than this does as well. */
export const MARGIN = 0.03;

/** Shown to lose less than the margin, and not shown to lose anything. */
export function as_good(other: Alternative): boolean {
  const { low, high } = other.ahead;
  return other.attributes.length > 0 && low > -MARGIN && high >= 0;
}

/** "+0.012", "−0.003", "0.000". */
export function difference(auc: number): string {
  const text = Math.abs(auc).toFixed(3);
  return text === "0.000" ? text : `${auc < 0 ? "−" : "+"}${text}`;
}

/** What the attribute is worth to the card; an interval of nothing is no proof that it is nothing. */
export function difference_words({ ahead }: Alternative): [string, string] {
  const [value, low, high] = [ahead.value, ahead.low, ahead.high].map(difference);
  if (value === "0.000" && low === "0.000" && high === "0.000")
    return ["no difference seen", "(interval within ±0.0005)"];
  return [value ?? "", `(${low} to ${high})`];
}

export function without_title(alternatives: readonly Alternative[]): string {
  const names = (some: readonly Alternative[]) =>
    listed(
      some.map((other) => other.name),
      "or",
    );
  const good = alternatives.filter(as_good);
  if (good.length > 0) return `Without ${names(good)} a card does as well`;
  const worse = alternatives.filter((other) => other.ahead.high < 0);
  if (worse.length > 0) return `Without ${names(worse)} a card is worse`;
  return "Whether a card could do without one of these cannot be told";
}

// What came of accounts by tier, in words.
import type { Estimate, Evidence } from "./evidence.ts";
import type { Business, BusinessGroup, Kinds, OwnCard } from "./evidence_business.ts";
import { bounds, count, fixed, in_words, listed, measure, measure_bounds } from "./numbers.ts";
import { percent, percent_bounds, plural, ratio, sentence } from "./numbers.ts";
import { many, one } from "./unit.ts";

const MONTH = 30.44;

const months = (days: number): number => Math.round(days / MONTH);

/** An amount in full, with its interval. */
export const amount = ({ value, low, high }: Estimate): [string, string] => [
  count(Math.round(value)),
  bounds(low, high, 0),
];

export const days = (estimate: Estimate | null): string =>
  estimate === null ? "not known" : plural(Math.round(estimate.value), "day");

/** "24-month value", as far as the data reach. */
export function value_title(business: Business): string {
  const until = business.value_until_days ?? business.horizon_days;
  return `${months(until)}-month value`;
}

/** How far the value reaches, where that is less than was asked for. */
export function reach_words(business: Business): string {
  const { value_until_days: until, horizon_days: asked } = business;
  if (until === null || until > asked - 1) return "";
  return (
    `The data follow the customers of every tier for ${months(until)} of the ${months(asked)} months asked for; ` +
    `nothing is added for the rest.`
  );
}

/** The section's title: the first tier beside all others. */
export function business_title(business: Business): string {
  const first = business.by_tier[0];
  const all = business.all;
  if (first?.value && all.value && all.value.value > 0) {
    return `A customer of tier ${first.tier} is worth ${fixed(first.value.value / all.value.value, 1)} times the average one`;
  }
  if (first?.win_rate && all.win_rate) {
    return `Tier ${first.tier} is won ${percent(first.win_rate.value)} of the time, all ${many()} ${percent(all.win_rate.value)}`;
  }
  return "How often, how fast and for how long";
}

export const kept = (group: BusinessGroup, years: 1 | 2): Estimate | null =>
  years === 1 ? group.kept_1_year : group.kept_2_years;

/** What decided who is best, and how many each part of it moves. */
export function definition_words({ outcome }: Evidence): string[] {
  const definition = outcome.definition;
  if (!definition) return [];
  const { won, below, left, by_expected, by_costs, unknown, until_days, horizon_days } = definition;
  const currency = definition.currency ? ` ${definition.currency}` : "";
  const parts = [
    `Best starts at ${count(Math.round(definition.cut))}${currency}.`,
    `Of ${plural(won, "account")} won, ${count(below)} are worth less` +
      (left > 0 ? `, ${count(left)} of them because they left.` : "."),
    `${count(by_expected)} of the best have not paid that much yet: customers who have not left count with what others like them went on to pay, not as kept for good.`,
  ];
  if (by_costs > 0) parts.push(`Margin and costs to serve decide for ${count(by_costs)}.`);
  if (unknown > 0) parts.push(`Of ${count(unknown)} not all amounts are known: they are not judged.`);
  if (definition.unjudged) {
    parts.push(
      `${count(definition.unjudged)} with amounts in other currencies are not judged, won or lost.`,
    );
  }
  if (until_days < horizon_days - 1) {
    parts.push(
      `The data reach ${months(until_days)} of the ${months(horizon_days)} months: nothing is added for the rest.`,
    );
  }
  return parts;
}

export const share_words = (estimate: Estimate | null): [string, string] =>
  estimate === null ? ["not known", ""] : [percent(estimate.value), percent_bounds(estimate)];

/** How many kinds there are beside the main profile, and how that is known. */
export function kinds_words(kinds: Kinds): { title: string; words: string } {
  const { items, searched, held_rows, held_best } = kinds;
  const how =
    `Rules of at most three conditions were searched in ${plural(searched, one())} and measured on ${count(held_rows)} others, ` +
    `${count(held_best)} of them best. Intervals hold for all kinds together.`;
  if (items.length === 0) {
    return {
      title: "No kind of best " + one() + " stands out beyond the main profile",
      words: `${how} None held there.`,
    };
  }
  const { in_any } = kinds;
  const overlaps = items.flatMap((item, i) => item.overlap.filter((_, j) => j > i));
  const apart = overlaps.map((overlap) => percent(overlap)).join(", ");
  return {
    title: sentence(
      `${in_words(items.length)} ${items.length === 1 ? "kind stands" : "kinds stand"} out`,
    ),
    words:
      `${how} ${items.length === 1 ? "It is" : "Together they are"} ${percent(in_any.total / held_rows)} of ${many()} ` +
      `and ${percent(in_any.best / held_best)} of the best.` +
      (apart ? ` Overlap: ${apart} of those in either.` : ""),
  };
}

/** Whether a card learned within a kind would be better there than the one that all share. */
export function own_card_words(own: OwnCard): string {
  if (own.auc === null || own.card_auc === null || own.ahead === null) return "";
  const figures = `AUC ${measure(own.auc.value)} against ${measure(own.card_auc.value)}, difference ${measure(own.ahead.value)} (${measure_bounds(own.ahead)})`;
  if (own.better)
    return `A card of its own would tell these ${many()} apart better, by ${listed(own.attributes)}: ${figures}.`;
  return `A card of its own would do no better here: ${figures}.`;
}

/** Best ones that no kind has, and what some of them share. */
export function exceptions_words(kinds: Kinds): string {
  const { best, groups } = kinds.exceptions;
  if (best === 0 || kinds.items.length === 0) return "";
  const shared = groups.map(
    ({ words, best: some, total, lift }) =>
      `${words} (${count(some)} best of ${count(total)}${lift ? `, ${ratio(lift.value)} the others` : ""})`,
  );
  return (
    `Exceptions worth a look: ${plural(best, `best ${one()}`)} in no kind` +
    (shared.length > 0 ? `; among these stand out ${shared.join("; ")}.` : ", with nothing in common that is sure.")
  );
}

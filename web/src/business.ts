// What came of accounts by tier, in words.
import type { Estimate, Evidence } from "./evidence.ts";
import type { Business, BusinessGroup, Kinds, OwnCard } from "./evidence_business.ts";
import { bounds, count, in_words, listed, measure, measure_bounds } from "./numbers.ts";
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

/** "24 months", "1 month". */
export const months_words = (of_days: number): string => plural(months(of_days), "month");

const costs = ({ value_costs }: BusinessGroup): string => (value_costs ? `, ${value_costs}` : "");

/** "24-month value", over which tiers are compared. */
export function value_title(business: Business): string {
  const until = business.compared_until_days ?? business.all.value_until_days;
  return until === null ? "Value" : `${months(until)}-month value`;
}

/** "12,000 (9,000 to 16,000) in 24 months, after a margin of 20%". */
export function value_words(group: BusinessGroup): string {
  if (group.value === null || group.value_until_days === null) return "";
  const [value, interval] = amount(group.value);
  return `${value} (${interval}) in ${months_words(group.value_until_days)}${costs(group)}`;
}

/** How far values reach, and over what tiers are compared. */
export function reach_words(business: Business): string {
  const { all, horizon_days: asked, compared_until_days: compared } = business;
  const until = all.value_until_days;
  const parts: string[] = [];
  if (until !== null && until < asked - 1) {
    parts.push(
      `The customers shown here tell what one is worth for ${months(until)} of the ${months_words(asked)} asked for; nothing is added for the rest.`,
    );
  }
  parts.push(...business.compared_words);
  if (until !== null && compared !== until) {
    parts.push(`Of all, as long as their customers were followed: ${value_words(all)}.`);
  }
  return parts.join(" ");
}

/** The section's title: the first tier beside all others, as far as the interval tells. */
export const business_title = (business: Business): string => business.headline;

export const kept = (group: BusinessGroup, years: 1 | 2): Estimate | null =>
  years === 1 ? group.kept_1_year : group.kept_2_years;

/** What decided who is best, and how many each part of it moves. */
export function definition_words({ outcome }: Evidence): string[] {
  const definition = outcome.definition;
  if (!definition) return [];
  const { won, below, left, by_expected, by_costs, unknown, until_days, horizon_days } = definition;
  const currency = definition.currency ? ` ${definition.currency}` : "";
  const { worked, paying, by_share, by_share_of_won } = definition;
  const shares =
    by_share === null || by_share_of_won === null
      ? []
      : [
          `${definition.words.charAt(0).toUpperCase()}${definition.words.slice(1)}: ${count(by_share)} of ${plural(worked, "account")} worked, ` +
            `or ${count(by_share_of_won)} of the ${count(paying)} worth more than 0; the lesser counts${
              outcome.best < Math.min(by_share, by_share_of_won) && outcome.name === "best"
                ? `, and ${count(outcome.best)} are left as several are worth the same at the cut`
                : ""
            }.`,
        ];
  const parts = [
    ...shares,
    `Best starts at ${count(Math.round(definition.cut))}${currency}${definition.costs ? ` ${definition.costs}` : ""}.`,
    `Of ${plural(won, "account")} won, ${count(below)} ${below === 1 ? "is" : "are"} worth less` +
      (left > 0 ? `, ${count(left)} of them because they left.` : "."),
    `${count(by_expected)} of the best ${by_expected === 1 ? "has" : "have"} not paid that much yet: customers who have not left count with what others like them went on to pay, not as kept for good.`,
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
      `Best is judged by the first ${months(until_days)} of the ${months_words(horizon_days)}, which is how far the data of all customers reach: nothing is added for the rest.`,
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

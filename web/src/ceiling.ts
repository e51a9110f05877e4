// What a simple card leaves on the table, in a sentence.
import type { Comparison } from "./evidence.ts";
import { count, measure, measure_bounds, percent, ratio } from "./numbers.ts";
import { many } from "./unit.ts";

/** Best ones held back from which a lift can be told, and a top share that leaves something to find. */
const BEST_LEAST = 100;
const TOP_MOST = 0.9;

/** What a black box finds more than the card, on the same rows held back. */
export function ceiling_words(ceiling: Comparison): string {
  const difference = `${measure(ceiling.ahead.value)} of AUC (${measure_bounds(ceiling.ahead)})`;
  const learned = `It learned from ${count(ceiling.learned)} ${many()}.`;
  if (ceiling.ahead.high < 0)
    return `${ceiling.name} finds less than this card on the same ${many()}, by ${difference}. ${learned}`;
  if (ceiling.ahead.low <= 0)
    return `${ceiling.name} finds no more on the same ${many()} than this card, which can be read aloud, beyond chance: ${difference}. ${learned}`;
  const told =
    ceiling.best >= BEST_LEAST && (ceiling.lift * ceiling.best) / ceiling.rows < TOP_MOST;
  const kept = told
    ? ` The card keeps ${percent(Math.min(1, ceiling.card_lift / ceiling.lift))} of its lift at the top tenth of the list (${ratio(ceiling.card_lift)} against ${ratio(ceiling.lift)}).`
    : "";
  return `A black box is ahead of this card by ${difference} on the same ${many()}.${kept} That is the price of a card that can be read, argued with and used anywhere. ${learned}`;
}

// What a simple card leaves on the table, in a sentence.
import type { Comparison } from "./evidence.ts";
import { measure, measure_bounds, percent, ratio } from "./numbers.ts";

/** What a black box finds more than the card, on the same accounts held back. */
export function ceiling_words(ceiling: Comparison): string {
  const lifts = `at the top tenth of the list ${ratio(ceiling.card_lift)} against ${ratio(ceiling.lift)}`;
  if (ceiling.ahead.low <= 0)
    return `${ceiling.name} finds no more than this card can read aloud, beyond chance: ${lifts}.`;
  const kept = ceiling.lift > 0 ? Math.min(1, ceiling.card_lift / ceiling.lift) : 1;
  return `The card keeps ${percent(kept)} of the lift of a black box (${lifts}). What it leaves, ${measure(ceiling.ahead.value)} of AUC (${measure_bounds(ceiling.ahead)}), is the price of a card that can be read, argued with and used anywhere.`;
}

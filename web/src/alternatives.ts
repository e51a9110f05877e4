// Cards without one of the attributes, in words.
import type { Alternative } from "./evidence.ts";
import { listed } from "./numbers.ts";

const WORTH_NAMING = -0.02; // AUC

/** Not worse beyond chance, and not by much. */
export function as_good(other: Alternative): boolean {
  return other.attributes.length > 0 && other.ahead.high >= 0 && other.ahead.value > WORTH_NAMING;
}

/** "+0.012", "−0.003", "0.000". */
export function difference(auc: number): string {
  const text = Math.abs(auc).toFixed(3);
  return text === "0.000" ? text : `${auc < 0 ? "−" : "+"}${text}`;
}

export function without_title(alternatives: Alternative[]): string {
  const good = alternatives.filter(as_good).map((other) => other.name);
  if (good.length === 0) return "No attribute of this card could be done without";
  return `Without ${listed(good, "or")} a card does as well`;
}

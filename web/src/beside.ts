// What is left of an attribute beside the rest of the card.
import { many } from "./unit.ts";
import type { Attribute } from "./evidence.ts";
import { measure, measure_bounds } from "./numbers.ts";

export function beside_words({ adjusted, turns }: Attribute): string {
  if (!adjusted) return "";
  const number = `${measure(adjusted.value)} (${measure_bounds(adjusted)})`;
  if (turns)
    return `Among ${many()} alike on the rest of the card its direction turns: ${number}, where 0.50 is no effect. What it shows alone comes from what goes with it.`;
  if (adjusted.low <= 0.5)
    return `Among ${many()} alike on the rest of the card nothing is left of it beyond chance: ${number}, where 0.50 is no effect.`;
  return `Among ${many()} alike on the rest of the card its effect is ${number}.`;
}

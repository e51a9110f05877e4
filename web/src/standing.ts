// Which state a tried attribute is in: thresholds on numbers that the run has already estimated.
import type { Attribute, Evidence, ValueStats } from "./evidence.ts";
import type { Shape } from "./charts/shape.ts";

export const FEW_ACCOUNTS = 20;
export const THIN_COVERAGE = 0.2;
export const FLUKES = 0.1;

export interface Standing {
  shape: Shape;
  words: string;
  /** This claim counts: a filled mark. */
  counts: boolean;
}

/** Attributes that were held against the outcome: not those whose column was left out, but for leaks. */
export function tried(evidence: Evidence): Attribute[] {
  const untried = new Set(
    evidence.left_out.flatMap((column) => (column.kind === "leak" ? [] : column.column)),
  );
  return evidence.attributes.filter(
    (attribute) =>
      attribute.selected || attribute.leakage.suspected || !untried.has(attribute.column),
  );
}

/** How many attributes q is corrected for: those that were offered to the card. */
export function corrected_for(attributes: readonly Attribute[]): number {
  return attributes.filter((attribute) => !attribute.leakage.suspected || attribute.selected).length;
}

/** Accounts where the attribute is known. */
export function known_accounts(attribute: Attribute): number {
  return attribute.values.reduce((sum, value) => sum + (value.is_missing ? 0 : value.total), 0);
}

function too_thin(attribute: Attribute): boolean {
  const thin = attribute.coverage !== null && attribute.coverage < THIN_COVERAGE;
  const few = attribute.values.length > 0 && known_accounts(attribute) < FEW_ACCOUNTS;
  return attribute.effect === null || thin || few;
}

function could_be_chance(attribute: Attribute): boolean {
  return attribute.q === null || attribute.q > FLUKES;
}

/** In the card for what it adds to the others; judged by itself it does not stand out. */
export function alone_chance({ selected, q }: Attribute): boolean {
  return selected && q !== null && q > FLUKES;
}

export function standing(attribute: Attribute): Standing {
  if (attribute.leakage.suspected) {
    const words = attribute.selected ? "In the card, though a leak is suspected" : "Suspected leak";
    return { shape: "warn", words, counts: false };
  }
  if (attribute.selected) {
    return alone_chance(attribute)
      ? { shape: "tick", words: "In the card, though alone it could be chance", counts: false }
      : { shape: "tick", words: "In the card", counts: true };
  }
  if (too_thin(attribute)) return { shape: "ask", words: "Not enough data", counts: false };
  if (attribute.left_out) return { shape: "bar", words: "Left out", counts: false };
  if (could_be_chance(attribute)) return { shape: "bar", words: "Could be chance", counts: false };
  const words = attribute.turns ? "Holds alone, turns beside the card" : "Holds, not needed";
  return { shape: "half", words, counts: true };
}

/** The value with the highest rate among those with enough accounts to say so. */
export function highest_value(attribute: Attribute): ValueStats | null {
  let best: ValueStats | null = null;
  for (const value of attribute.values) {
    if (value.is_missing || value.total < FEW_ACCOUNTS || value.share === null) continue;
    if (best?.share == null || value.share.value > best.share.value) best = value;
  }
  return best;
}

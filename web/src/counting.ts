// How the rows of this report count: once each, by weight, by what they bring, or against a population.
import type { Outcome, Proof, TierResult } from "./evidence.ts";
import { count } from "./numbers.ts";
import { a_one, Many, many, one } from "./unit.ts";

export type Counting = "once" | "weight" | "worth" | "population";

let how: Counting = "once";
let column = "";

/** From the evidence, before anything is drawn. */
export function set_counting(outcome: Outcome): void {
  column = (outcome.counted_by ?? "").replaceAll("_", " ");
  if (outcome.worth) how = "worth";
  else if (outcome.against === "population") how = "population";
  else how = column ? "weight" : "once";
}

export const counting = (): Counting => how;

/** Whether it can be told how common the outcome is. */
export const has_rates = (): boolean => how === "once" || how === "weight";

/** The head of a column of rates. */
export const best_rate = (): string => (how === "weight" ? "Best rate, by weight" : "Best rate");

/** What a list is to hold much of: "the best accounts", "Annual revenue". */
export const wanted = (): string => (how === "worth" ? column : `the best ${many()}`);

/** "the best", "Annual revenue". */
export const wanted_short = (): string => (how === "worth" ? column : "the best");

/** What an AUC says. */
export const auc_words = (): string =>
  how === "worth"
    ? `the chance that a unit of ${column} stands above ${a_one()}`
    : how === "population"
      ? `the chance that a best ${one()} scores above one of the population`
      : `the chance that a best ${one()} scores above another one`;

/** What shares of the list are of: "accounts", "the population". */
export const listed_of = (): string => (how === "population" ? "the population" : many());

/** What best and other mean where that is not plain; empty where it is. */
export function counting_words(outcome: Outcome): string {
  if (how === "weight" && column === "bestfit weight") {
    return `Each stands for as many ${many()} of the table as it was drawn from; numbers of ${many()} are of the sample.`;
  }
  if (how === "weight") {
    return `Each counts for as many ${many()} as ${column} says; numbers of ${many()} are of those given.`;
  }
  if (how === "worth") {
    return (
      `${Many()} count by ${column}; those that bring some say as much as ` +
      `${count(Math.round(outcome.worth?.effective ?? 0))} that bring the same would.`
    );
  }
  if (how === "population") {
    return "The population may hold some like them, so how common they are, and the chance of one, cannot be told.";
  }
  return "";
}

/** The share of the list that a tier is, and of what is wanted. Counted where each counts once. */
export function tier_shares(
  tier: TierResult,
  whole: number,
  best: number,
): { of_accounts: number; of_best: number } {
  if (how !== "once" && tier.of_accounts !== undefined && tier.of_best !== undefined) {
    return { of_accounts: tier.of_accounts, of_best: tier.of_best };
  }
  return {
    of_accounts: whole > 0 ? tier.total / whole : 0,
    of_best: best > 0 ? tier.best / best : 0,
  };
}

/** Tiers up to one of them: what they are of the list and hold of what is wanted. */
export function sum_of_shares(
  tiers: readonly TierResult[],
  proof: Proof,
): { of_accounts: number; of_best: number } {
  const all = proof.by_tier ?? [];
  const whole = Math.max(
    proof.held_rows ?? 0,
    all.reduce((sum, tier) => sum + tier.total, 0),
  );
  const best = Math.max(
    proof.held_best ?? 0,
    all.reduce((sum, tier) => sum + tier.best, 0),
  );
  const shares = tiers.map((tier) => tier_shares(tier, whole, best));
  return {
    of_accounts: shares.reduce((sum, share) => sum + share.of_accounts, 0),
    of_best: shares.reduce((sum, share) => sum + share.of_best, 0),
  };
}

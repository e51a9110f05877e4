// What accounts bring, by tier and by kind; the comparisons and the story (docs/formats/evidence.md).
import type { Estimate } from "./evidence.ts";

/** What came of the accounts of a tier, or of all. */
export interface BusinessGroup {
  accounts: number;
  won: number;
  win_rate: Estimate | null;
  cycle_days: Estimate | null;
  customers: number;
  kept_1_year: Estimate | null;
  kept_2_years: Estimate | null;
  curve: { day: number; kept: Estimate | null }[] | null;
  value: Estimate | null;
  value_until_days: number | null;
  value_costs: string | null;
}

export interface BusinessTier extends BusinessGroup {
  tier: string;
  compared_value: Estimate | null;
  against_rest: {
    win_rate: Estimate | null;
    retention_p: number | null;
    value: Estimate | null;
    value_until_days: number | null;
  };
}

export interface Business {
  horizon_days: number;
  compared_until_days: number | null;
  compared_words: string[];
  headline: string;
  caution: string | null;
  has_revenue: boolean;
  all: BusinessGroup & { compared_value: Estimate | null };
  by_tier: BusinessTier[];
}

/** A card learned within a kind beside the card of all, on rows that neither had seen. */
export interface OwnCard {
  auc: Estimate | null;
  card_auc: Estimate | null;
  ahead: Estimate | null;
  attributes: string[];
  better: boolean;
}

/** A rule that singles out best accounts, measured where nothing was searched. */
export interface Kind {
  name: string;
  words: string;
  held_total: number;
  held_best: number;
  rate: Estimate | null;
  lift: Estimate | null;
  share: number;
  best_share: number;
  value_share: number;
  stability: { mean: number; reappears: number };
  overlap: number[];
  own_card?: OwnCard | null;
  business: BusinessGroup | null;
}

export interface Contrasts {
  contrasts: { words: string; rows: number; best: number }[];
  attributes: { name: string; column: string; effects: (Estimate | null)[] }[];
}

/** Sentences, each with the place its numbers come from; a question where there are none. */
export interface StoryPart {
  part: string;
  lines: { text: string; source: string }[];
  question?: string;
}

export interface Kinds {
  searched: number;
  held_rows: number;
  held_best: number;
  in_any: { total: number; best: number; lift: Estimate | null };
  items: Kind[];
  unconfirmed: { words: string; why: string }[];
  exceptions: {
    best: number;
    outside: number;
    groups: { words: string; total: number; best: number; lift: Estimate | null }[];
  };
}

// What best is by value, in which currency amounts are, and as of when attributes: docs/formats/evidence.md.

export interface Definition {
  words: string;
  horizon_days: number;
  until_days: number;
  cut: number;
  persistence: number;
  worked: number;
  won: number;
  /** Of these, worth more than 0; how many each share is, null where a least value is named. */
  paying: number;
  by_share: number | null;
  by_share_of_won: number | null;
  below: number;
  left: number;
  by_expected: number;
  by_costs: number;
  unknown: number;
  costs: string | null;
  /** That values are in, where the data say; accounts that are not judged because of theirs. */
  currency?: string | null;
  unjudged?: number;
}

export interface CurrencyUse {
  currency: string;
  /** Closed deals, and lines of revenue. */
  deals: number;
  lines: number;
  apart: number;
  why: string | null;
}

export interface Currencies {
  company: string;
  has_rates: boolean;
  words: string[];
  used: CurrencyUse[];
  assumed: number;
  accounts_apart: number;
  unjudged: number;
  unjudged_lost: number;
}

export interface AttributesAsOf {
  from: "history" | "snapshots" | "today";
  words: string[];
  met: number;
  now: number;
  undated: number;
  late: number;
  changed: number;
  begins: string | null;
  columns: { column: string; changed: number; unknown: number }[];
  rows: Record<string, number> | null;
  unknown_fields: { field: string; rows: number }[];
  /** They change with time, and are as of today. */
  changing: { column: string; what: string }[];
}

// `whole_table` of evidence.json: a table in a database that was learned from.
import type { Estimate } from "./evidence.ts";

export interface Sides {
  best: number;
  other: number;
  unknown: number;
}

export interface TableSample {
  /** The column whose equal values stayed together; null: the whole row. */
  by: string | null;
  seed: number;
  most: number;
  held_from: string | null;
  rows: Sides;
  bytes: number;
  /** Rows that the database scores otherwise than the engine, at least. */
  scored_otherwise: number | null;
}

export interface HeldRows {
  rows: number;
  best: number;
  /** Rows of known outcome that were neither read nor held. */
  left_out: number;
  auc: Estimate | null;
  lift_at_10pct: Estimate | null;
  by_tier: { tier: string; from: number; total: number; best: number; rate: Estimate | null }[];
  calibration: { predicted: number; observed: Estimate | null; total: number; best: number }[];
  caution: string | null;
}

export interface TableBin {
  label: string;
  points: number;
  is_missing: boolean;
  /** Of any outcome; `total` of known outcome. */
  rows: number;
  total: number;
  best: number;
  share: Estimate | null;
}

export interface WholeTable {
  source: string;
  table: string;
  rows: number;
  outcome: Sides | null;
  rate: Estimate | null;
  words: string;
  /** Null where every row was read. */
  sample: TableSample | null;
  /** Rows that are new to the profile. */
  held: HeldRows | null;
  why_none: string | null;
  attributes: { attribute: string; column: string; bins: TableBin[] }[] | null;
}

// evidence.json as docs/formats/evidence.md describes it. A reader ignores keys that it does not know.
import type { Business, Contrasts, Kinds, StoryPart } from "./evidence_business.ts";
import type { AttributesAsOf, Currencies, Definition } from "./evidence_dated.ts";
import type { Notes, Personas } from "./evidence_people.ts";
import type { Signals, Timing } from "./evidence_signals.ts";
import type { WholeTable } from "./evidence_table.ts";

/** A value with its 95 % interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

export type Verdict = "ready" | "ok" | "not_ready" | "no_icp_found";

export interface Outcome {
  name: string;
  words: string;
  /** What a row is: accounts, deals. */
  unit?: string;
  rows: number;
  best: number;
  /** Null where how common the outcome is cannot be told. */
  rate: Estimate | null;
  /** What the best are held against. */
  against?: "others" | "population";
  /** The column that rows count by. */
  counted_by?: string | null;
  /** What all rows bring together, and how many equal ones would say as much. */
  worth?: { sum: number; effective: number } | null;
  /** What best is, where it is by value, and how many each part of that moves. */
  definition?: Definition | null;
  /** What became of amounts in each; null where nothing says any. */
  currencies?: Currencies | null;
  unknown: number;
}

export interface FileRead {
  role: string;
  path: string;
  lines: number;
  accepted: number;
  rejected: number;
  duplicate: number;
  dialect: string | null;
  rejected_file: string | null;
  notes: string[];
}

export interface ValueStats {
  label: string;
  total: number;
  best: number;
  share: Estimate | null;
  of_best?: number;
  of_others?: number;
  lift: Estimate | null;
  points: number;
  is_missing: boolean;
}

export interface Attribute {
  name: string;
  column: string;
  kind: string;
  selected: boolean;
  effect: Estimate | null;
  /** The same among accounts alike on the rest of the card. */
  adjusted: Estimate | null;
  turns: boolean;
  p: number | null;
  q: number | null;
  information: number | null;
  coverage: number | null;
  stability: number | null;
  leakage: { suspected: boolean; why: string | null };
  left_out: string | null;
  values: ValueStats[];
}

export interface Condition {
  attribute: string;
  label: string;
  reason: string | null;
}

export interface Tier {
  name: string;
  from: number;
  action: string;
  /** Of the outcome, among accounts held back. */
  rate?: Estimate | null;
}

export interface CalibrationStep {
  from: number;
  probability: number;
  low: number | null;
  high: number | null;
  total: number;
}

export interface Bin {
  label: string;
  points: number;
  total: number;
  best: number;
  share: Estimate | null;
  lift?: Estimate | null;
  account_share: number;
  is_missing: boolean;
}

export interface Criterion {
  attribute: string;
  column: string;
  kind: string;
  points_max: number;
  /** The bins near the best taken together, as the narrative names them. */
  fit: ValueStats | null;
  bins: Bin[];
}

export interface Profile {
  name: string;
  narrative: string;
  rows: number;
  best: number;
  require: Condition[];
  disqualify: Condition[];
  known_min: number;
  tiers: Tier[];
  calibration: CalibrationStep[];
  score: Criterion[];
}

export interface GainPoint {
  share: number;
  found: Estimate | null;
  lift: Estimate | null;
}

export interface CalibrationBin {
  from: number;
  to: number;
  predicted: number | null;
  observed: Estimate | null;
  total: number;
}

export interface TierResult {
  tier: string;
  from: number;
  total: number;
  best: number;
  /** Of the population, and of the best (of what they bring). */
  of_accounts?: number;
  of_best?: number;
  rate: Estimate | null;
  lift: Estimate | null;
}

/** The card beside a rival on the same held-out rows. */
export interface Comparison {
  name: string;
  /** Held out. */
  rows: number;
  best: number;
  /** Rows it learned from. */
  learned: number;
  auc: Estimate;
  card_auc: Estimate;
  ahead: Estimate;
  lift: number;
  card_lift: number;
}

export interface PriorAttribute {
  attribute: string;
  column: string;
  state: "kept" | "moved" | "dropped" | "added" | "not_there";
  before_max: number;
  after_max: number;
  bins: { label: string; rows: number; before: number; after: number }[];
}

/** A hand-written profile beside what came out. */
export interface Prior {
  path: string;
  name: string;
  attributes: PriorAttribute[];
}

/** The card found when one attribute may not be in it, held against this one. */
export interface Alternative extends Comparison {
  column: string;
  attributes: string[];
}

export interface Proof {
  method: string;
  words: string | null;
  learned_rows: number | null;
  held_rows: number | null;
  held_best: number | null;
  auc: Estimate | null;
  apparent_auc: number | null;
  noise: { low: number; median: number; high: number; runs: number } | null;
  ceiling: Comparison | null;
  log_loss: number | null;
  brier: number | null;
  lift_at_10pct: Estimate | null;
  gain: GainPoint[] | null;
  calibration: CalibrationBin[] | null;
  by_tier: TierResult[] | null;
}

export interface HistogramBin {
  from: number;
  to: number;
  total: number;
}

export type Status = "scored" | "disqualified" | "insufficient_data" | "not_found";

export interface Scores {
  of: string;
  histogram: HistogramBin[];
  by_status: Partial<Record<Status, number>>;
  by_tier: { tier: string; total: number }[];
}

export interface Reason {
  attribute: string;
  value: string;
  points: number;
  points_max: number;
  known: boolean;
}

export interface Account {
  rank: number;
  id: string;
  name: string | null;
  score: number;
  tier: string;
  probability: number | null;
  status: Status;
  profile?: string | null;
  reasons: Reason[];
  timing?: Timing | null;
}

export interface Evidence {
  format: number;
  bestfit: string;
  title: string;
  synthetic: boolean;
  version: string | null;
  as_of: string | null;
  outcome: Outcome;
  verdict: Verdict;
  /** Not proved: nobody should route or skip by it. */
  draft?: boolean;
  business?: Business | null;
  kinds?: Kinds | null;
  /** By profile: the parts that a profile has in the field. */
  story?: StoryPart[][] | null;
  /** The card's attributes held against other outcomes. */
  contrasts?: Contrasts | null;
  /** What q is, in words. */
  correction?: { name: string; words: string };
  /** The accounts that chose bins and points; rates of values and bins are among these. */
  learned_from?: { rows: number; best: number; words: string };
  why: string;
  helps: string[];
  /** As of when attributes are. */
  attributes_as_of?: AttributesAsOf;
  files: FileRead[];
  period: { from: string; to: string } | null;
  attributes: Attribute[];
  profiles: Profile[];
  prior?: Prior | null;
  alternatives: Alternative[];
  proof: Proof;
  scores: Scores | null;
  accounts: { of: string; total: number; items: Account[] } | null;
  /** Null where no events were given. */
  signals?: Signals | null;
  notes?: Notes | null;
  personas?: Personas | null;
  left_out: { column: string; kind: string; why: string }[];
  /** Null where accounts came from files. */
  whole_table?: WholeTable | null;
  recovery: { planted: string[]; found: string[]; by: string[]; missed: string[]; wrong: string[] } | null;
}

/** The one format this page can draw. */
export const FORMAT = 1;

/** An estimate that could not be made is null as a whole, also where the file has its parts as null. */
function whole_estimates(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const parts = value as Record<string, unknown>;
  if (!("value" in parts && "low" in parts && "high" in parts)) return value;
  const numbers = [parts["value"], parts["low"], parts["high"]];
  return numbers.every((part) => typeof part === "number") ? value : null;
}

/** Reads evidence.json; throws with a sentence for people when it is not one this page can draw. */
export function read_evidence(text: string): Evidence {
  const evidence = JSON.parse(text, whole_estimates) as Evidence;
  if (evidence.format !== FORMAT) {
    throw new Error(
      `This page draws evidence of format ${FORMAT}; the run's is ${String(evidence.format)}. ` +
        "Make the report again with the version of Bestfit that made the run.",
    );
  }
  return evidence;
}

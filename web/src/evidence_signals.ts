// The signals of evidence.json: triggers and timing.
import type { Estimate } from "./evidence.ts";

/** How fresh an account's triggers are; no part of its score. */
export interface Timing {
  /** 1 to 4, 4 the hottest. */
  level: number;
  score: number;
  events: { type: string; day: string; age_days: number; adds: number }[];
}

/** How many accounts of a group have such an event in their window. */
export interface WithEvent {
  with: number;
  accounts: number;
  share: Estimate | null;
}

/** One type of event held against wins. */
export interface EventType {
  type: string;
  verdict: "trigger" | "not_above_untouched" | "precedes_losses" | "could_be_chance" | "too_few";
  words: string;
  events: number;
  won: WithEvent | null;
  lost: WithEvent | null;
  untouched: WithEvent | null;
  lift: Estimate | null;
  over_untouched: Estimate | null;
  p: number | null;
  q: number | null;
  /** Quartiles of days before the first meeting. */
  lag: { low: number; median: number; high: number } | null;
  half_life: { days: number; low: number; high: number; told: boolean } | null;
  weight: number | null;
}

export interface Signals {
  as_of: string | null;
  window_days: number;
  method: string;
  why_none: string | null;
  won: number;
  lost: number;
  untouched: number;
  types: number;
  tested: number;
  events: {
    read: number;
    in_window: number;
    after_meeting: number;
    before_window: number;
    at_open: number;
    at_untouched: number;
    without_day: number;
    without_account: number;
    without_date: number;
    after_end: number;
  };
  triggers: EventType[];
  tried: EventType[];
  fit_by_timing: { tier: string; levels: { level: number; total: number }[] }[] | null;
}

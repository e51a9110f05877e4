// What to do next, put together from the run's numbers.
import { one } from "./unit.ts";
import type { Evidence } from "./evidence.ts";
import { agreed, count, day, listed, percent, plural } from "./numbers.ts";
import { counting } from "./counting.ts";
import { worth_filling_in } from "./unknown.ts";

export interface Step {
  what: string;
  why: string;
}

/** The least known of the card, where an answer brings points on average. */
function fields_to_fill(evidence: Evidence): string[] {
  return evidence.attributes
    .filter(
      ({ name, selected, coverage }) =>
        selected && (coverage ?? 1) < 0.95 && worth_filling_in(evidence.profiles, name),
    )
    .sort((a, b) => (a.coverage ?? 1) - (b.coverage ?? 1))
    .slice(0, 2)
    .map((attribute) => `${attribute.name} (filled in for ${percent(attribute.coverage)})`);
}

function work_first(evidence: Evidence): Step[] {
  const tier = evidence.scores?.by_tier[0];
  if (!tier || tier.total === 0) return [];
  const first = evidence.proof.by_tier?.[0];
  const held = first && counting() === "once"
    ? `Of ${plural(first.total, one())} in this tier that were held back, ${count(first.best)} became best.`
    : "";
  return [{ what: `Work the ${plural(tier.total, "account")} in tier ${tier.tier}`, why: held }];
}

function fill_in(evidence: Evidence): Step[] {
  const thin = evidence.scores?.by_status.insufficient_data ?? 0;
  const fields = fields_to_fill(evidence);
  if (thin === 0 && fields.length === 0) return [];
  const what =
    thin > 0
      ? `Fill in fields for the ${plural(thin, "account")} with too little data`
      : "Fill in where not known costs points";
  const why =
    fields.length > 0
      ? `Not known has fewer points than an answer has on average: ${listed(fields)}.`
      : "";
  return [{ what, why }];
}

function explore(evidence: Evidence): Step[] {
  const names = evidence.scores?.by_tier.slice(2).map((tier) => tier.tier) ?? [];
  if (names.length === 0) return [];
  return [
    {
      what: `Set aside a random 5% of ${names.length > 1 ? "tiers" : "tier"} ${listed(names)}`,
      why: "Work them like the others. Without them the next run learns only from what this one liked.",
    },
  ];
}

function run_again(evidence: Evidence): Step {
  const waiting = evidence.outcome.unknown;
  const why =
    waiting > 0
      ? `${plural(waiting, one())} had no outcome yet${evidence.as_of ? ` on ${day(evidence.as_of)}` : ""}.`
      : "";
  return { what: "Run again when more outcomes are known", why };
}

/** The steps for this verdict: advice that the proof does not carry is not given. */
export function next_steps(evidence: Evidence): Step[] {
  const helps = evidence.helps.map((what) => ({ what: agreed(what), why: "" }));
  if (evidence.verdict === "no_icp_found")
    return helps.length > 0 ? helps.slice(0, 1) : [run_again(evidence)];
  if (evidence.verdict === "not_ready") {
    const wait = {
      what: "Do not route or skip accounts by this draft",
      why: "It may be right; the data cannot say so yet.",
    };
    const draft = evidence.profiles.length > 0;
    return [...helps, ...(draft ? [wait] : []), run_again(evidence)];
  }
  const read = {
    what: "Ask two people who sell, and one partner, to read the profiles",
    why: "Their word is kept beside the numbers, not mixed into them.",
  };
  return [
    ...work_first(evidence),
    ...fill_in(evidence),
    ...helps,
    explore(evidence),
    read,
    run_again(evidence),
  ].flat();
}

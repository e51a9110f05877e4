// The sentences of the report: titles are findings, put together from the run's numbers.
import {
  counting,
  counting_words,
  listed_of,
  sum_of_shares,
  wanted,
  wanted_short,
} from "./counting.ts";
import { a_one, many, one } from "./unit.ts";
import type { Evidence, Outcome, Profile, Proof, TierResult, Verdict } from "./evidence.ts";
import type { Shape } from "./charts/shape.ts";
import {
  agreed,
  count,
  fixed,
  from_to,
  in_words,
  listed,
  measure,
  percent,
  plural,
  ratio,
  sentence,
} from "./numbers.ts";
import { standing, tried } from "./standing.ts";

export interface Grade {
  verdict: Verdict;
  shape: Shape;
  name: string;
  words: string;
}

/** The ladder of verdicts, best first. */
export const GRADES: readonly Grade[] = [
  {
    verdict: "ready",
    shape: "tick",
    name: "Ready to use",
    words: "Ready: clear of chance and noise, on enough unseen data",
  },
  {
    verdict: "ok",
    shape: "half",
    name: "OK to use with care",
    words: "OK: beats chance, wide interval",
  },
  { verdict: "not_ready", shape: "bar", name: "Not ready", words: "Not ready: too few to tell" },
  {
    verdict: "no_icp_found",
    shape: "bar",
    name: "No profile found",
    words: "No profile: nothing clear of chance",
  },
];

export function grade(verdict: Verdict): Grade {
  const found = GRADES.find((each) => each.verdict === verdict);
  return found ?? { verdict, shape: "ask", name: verdict, words: verdict };
}

export function proved(proof: Proof): boolean {
  return proof.method !== "none" && proof.auc !== null;
}

/** Not proved, and not to be used as if it were. */
export function is_draft(evidence: Evidence): boolean {
  return evidence.draft ?? evidence.verdict === "not_ready";
}

export function in_time(proof: Proof): boolean {
  return proof.method.includes("time");
}

function unseen(proof: Proof): string {
  return in_time(proof)
    ? "in a later period the profile had not seen"
    : `among ${many()} the profile had not seen`;
}

/** The fewest of the rarer outcome that can tell a profile from chance. */
const FEWEST = 30;

export interface TopTiers {
  names: string[];
  total: number;
  best: number;
  of_total: number;
  of_best: number;
  share_of_total: number;
  share_of_best: number;
}

/** The first tiers of the list held back, up to and including B (or the best one of two). */
export function top_tiers(proof: Proof): TopTiers | null {
  const tiers = proof.by_tier ?? [];
  const of_total = Math.max(
    proof.held_rows ?? 0,
    tiers.reduce((sum, tier) => sum + tier.total, 0),
  );
  const of_best = Math.max(
    proof.held_best ?? 0,
    tiers.reduce((sum, tier) => sum + tier.best, 0),
  );
  const top = tiers.slice(0, tiers.length > 2 ? 2 : 1);
  if (tiers.length < 2 || of_best === 0 || top.every((tier) => tier.total === 0)) return null;
  const sum = (of: (tier: TierResult) => number): number =>
    top.reduce((total, tier) => total + of(tier), 0);
  const shares = sum_of_shares(top, proof);
  return {
    names: top.map((tier) => tier.tier),
    total: sum((tier) => tier.total),
    best: sum((tier) => tier.best),
    of_total,
    of_best,
    share_of_total: shares.of_accounts,
    share_of_best: shares.of_best,
  };
}

function tiers_are(top: TopTiers): string {
  return top.names.length > 1 ? `Tiers ${listed(top.names)} are` : `Tier ${top.names[0] ?? ""} is`;
}

/** Where no profile was made: what there was to make one of. */
function no_profile({ rows, best }: Outcome): string {
  const few = Math.min(best, rows - best);
  if (few >= FEWEST) return `No profile: none could be tested on these ${many()}.`;
  const are = few === 1 ? "is" : "are";
  const side = best <= rows - best ? "best" : "not best";
  return `No profile: ${count(few)} of ${plural(rows, one())} ${are} ${side}, too few to tell one from chance.`;
}

/** The report's one sentence. */
export function headline(evidence: Evidence): string {
  const { proof, verdict, outcome, profiles } = evidence;
  if (verdict === "no_icp_found") {
    return `In ${count(outcome.rows)} ${many()}, nothing sets the best ones apart more than chance would.`;
  }
  if (profiles.length === 0) return no_profile(outcome);
  const drafts = `${in_words(profiles.length)} draft ${profiles.length === 1 ? "profile" : "profiles"}`;
  if (!proved(proof)) {
    return `${sentence(drafts)}, not proved: no ${many()} were held back to test ${profiles.length === 1 ? "it" : "them"} on.`;
  }
  if (verdict === "not_ready")
    return `${sentence(drafts)}, and too little data to tell whether ${profiles.length === 1 ? "it holds" : "they hold"}.`;
  const top = top_tiers(proof);
  if (top === null)
    return `The profile ranks a best ${one()} above another one ${percent(proof.auc?.value)} of the time, ${unseen(proof)}.`;
  return (
    `${tiers_are(top)} ${percent(top.share_of_total)} of ${listed_of()} and ${counting() === "worth" ? "brought" : "held"} ` +
    `${percent(top.share_of_best)} of ${wanted_short()}, ${unseen(proof)}.`
  );
}

/** What the first tier does, against the average. */
function tier_lift_words(tier: string, lift: number): string {
  const times = `${fixed(lift, 2)} times`;
  if (counting() === "worth") {
    return `${sentence(a_one())} in tier ${tier} brought ${times} as much ${wanted()} as the average ${one()}`;
  }
  if (counting() === "population") {
    return `Tier ${tier} holds ${times} as large a share of ${wanted()} as of the population`;
  }
  return `${sentence(a_one())} in tier ${tier} became a best one ${times} as often as the average ${one()}`;
}

/** What stands below the headline; each entry is a paragraph. */
export function lead(evidence: Evidence): string[] {
  const { proof, outcome } = evidence;
  const parts: string[] = [];
  const top = top_tiers(proof);
  if (evidence.verdict === "ready" || evidence.verdict === "ok") {
    if (top !== null && counting() === "once") {
      parts.push(
        `Working ${listed(top.names)} first would have found ${count(top.best)} of ${count(top.of_best)} best ${many()} in ` +
          `${count(top.total)} ${many()} instead of ${count(top.of_total)}.`,
      );
    }
    const first = proof.by_tier?.[0];
    if (first?.lift) {
      parts.push(`${tier_lift_words(first.tier, first.lift.value)} (95% interval ${from_to(first.lift)}).`);
    }
    if (proof.lift_at_10pct) {
      parts.push(
        `The top tenth did ${fixed(proof.lift_at_10pct.value, 2)} times as well (${from_to(proof.lift_at_10pct)}).`,
      );
    }
  }
  const best =
    counting() === "worth" ? "" : `Best ${many()} are ${many()} that ${outcome.words}.`;
  const counted = counting_words(outcome);
  const caution = evidence.business?.caution ?? "";
  return [parts.join(" "), caution, [agreed(evidence.why), best, counted].filter(Boolean).join(" ")].filter((text) => text !== "");
}

/** The name of the data; "-" is what a program calls its standard input. */
export function data_title(title: string): string {
  return title === "-" ? "Data from standard input" : title;
}

export function profiles_title(profiles: readonly Profile[], verdict: Verdict): string {
  const draft = verdict === "not_ready" ? "draft: " : "";
  const special = profiles.filter((profile) => profile.require.length > 0).length;
  if (special > 0 && special + 1 === profiles.length) {
    const stand = special === 1 ? "kind of company stands" : "kinds of company stand";
    return sentence(`${draft}${in_words(special)} ${stand} out, beside what the best have in common`);
  }
  const kinds =
    profiles.length === 1
      ? `one kind of company ${one() === "account" ? "becomes a best account" : `has the best ${many()}`}`
      : `${in_words(profiles.length)} kinds of company ${one() === "account" ? "become best accounts" : `have the best ${many()}`}`;
  if (counting() === "worth") {
    const which = profiles.length === 1 ? "one kind of company brings" : `${in_words(profiles.length)} kinds of company bring`;
    return sentence(`${draft}${which} more ${wanted()}`);
  }
  return sentence(`${draft}${kinds} more often`);
}

export function card_title(profile: Profile): string {
  const attributes = profile.score.length;
  if (attributes === 1) return "One attribute makes the score";
  return `${sentence(in_words(attributes))} attributes make the score, and the points add up`;
}

export function points_sum(profile: Profile): string {
  const points = profile.score.map((criterion) => criterion.points_max);
  const sum = points.reduce((total, each) => total + each, 0);
  return points.length > 1 ? `${points.join(" + ")} = ${sum}` : `${sum}`;
}

/** Whose rates the tables of values show: those that chose the bins. */
export function learned_words(evidence: Evidence): string {
  return (
    evidence.learned_from?.words ??
    `Rates and lifts of values are among the ${plural(evidence.outcome.rows, one())} learned from: they describe these ${many()}. What holds for others is in the proof.`
  );
}

export function evidence_title(evidence: Evidence): string {
  const attributes = tried(evidence);
  const held = attributes.filter((attribute) => attribute.selected).length;
  const clear = attributes.filter((attribute) => standing(attribute).shape === "half").length;
  const start = `${plural(attributes.length, "attribute was", "attributes were")} tried`;
  if (held > 0) return `${start}; ${in_words(held)} ${held === 1 ? "is" : "are"} in the card`;
  return clear > 0
    ? `${start}; none made a card that holds`
    : `${start}; none stands clear of chance`;
}

export function proof_title(evidence: Evidence): string {
  const { proof, verdict } = evidence;
  if (!proved(proof)) return "Nothing has been proved yet";
  const where = in_time(proof) ? `on later ${many()}` : `on ${many()} it had not seen`;
  if (verdict === "ready") return `It holds ${where}`;
  if (verdict === "ok") return `It beats chance ${where}; how far is not certain`;
  if (verdict === "not_ready") return `Too few ${many()} to tell whether it holds ${where}`;
  return "What the search found is no better than noise";
}

/** A random order finds as large a share of the best accounts as it takes of the list. */
function found_in(proof: Proof, found: number, share: number): string {
  const where = `${percent(found)} of ${wanted()} ${counting() === "worth" ? "is" : "are"} in the first ${percent(share)} of the list`;
  if (Math.round(100 * found) <= Math.round(100 * share)) {
    return `No better than a random order: ${where}`;
  }
  return proof.auc !== null && proof.auc.low <= 0.5
    ? `Cannot be told from a random order: ${where}`
    : where;
}

export function gain_title(proof: Proof): string {
  // The list holds scored accounts only, so its shares are of those.
  const top = top_tiers({ ...proof, held_rows: null, held_best: null });
  if (top !== null) return found_in(proof, top.share_of_best, top.share_of_total);
  const point = proof.gain?.find((each) => each.share >= 0.2 - 1e-9);
  return point?.found
    ? found_in(proof, point.found.value, point.share)
    : `How fast ${wanted()} ${counting() === "worth" ? "is" : "are"} found`;
}

export function lift_title(proof: Proof): string {
  const lift =
    proof.lift_at_10pct ?? proof.gain?.find((point) => point.lift !== null)?.lift ?? null;
  return lift
    ? `The top tenth does ${ratio(lift.value)} as well as the average`
    : "How the rate falls along the list";
}

export function calibration_title(proof: Proof): string {
  const groups = (proof.calibration ?? []).flatMap(({ predicted, observed }) =>
    predicted === null || observed === null ? [] : [{ predicted, observed }],
  );
  const inside = groups.filter(
    ({ predicted, observed }) => predicted >= observed.low && predicted <= observed.high,
  );
  if (groups.length > 0 && inside.length === groups.length)
    return "What the card says is about what happens";
  return `What the card says is within the interval in ${inside.length} of ${groups.length} groups`;
}

/** Whose word the groups show, and why the profile's own table may differ. */
export function calibration_words(proof: Proof): string {
  const cards = in_time(proof)
    ? `what a card made from the earlier ${many()} said of the later ones`
    : `what the cards learned in the folds said of the ${many()} they had not seen`;
  return `Given is ${cards}; the profile’s own table was made anew from held-out scores, so its chances may differ.`;
}

export function real_title(proof: Proof): string {
  const { auc, noise } = proof;
  if (!auc || !noise) return "How much of this is real";
  if (auc.low > noise.high)
    return `All of the interval is above the noise: ${measure(auc.low)} against ${measure(noise.high)}`;
  if (auc.value > noise.high) return "Above the noise, with an interval that reaches into it";
  return "This cannot be told from noise";
}

export function scores_title(evidence: Evidence): string {
  const tier = evidence.scores?.by_tier[0];
  const scored = evidence.scores?.by_status.scored;
  if (!tier || scored === undefined) return "How the scores are spread";
  const where = is_draft(evidence) ? "draft tier" : "tier";
  return `${count(tier.total)} of ${plural(scored, "scored account")} ${tier.total === 1 ? "is" : "are"} in ${where} ${tier.tier}`;
}

export function outcome_rate_words(outcome: Outcome): string {
  return `${many()} that ${outcome.words}`;
}

/** What is left of the accounts held back that no tier has. */
export function unscored(proof: Proof): { total: number; best: number } | null {
  const tiers = proof.by_tier ?? [];
  const total = (proof.held_rows ?? 0) - tiers.reduce((sum, tier) => sum + tier.total, 0);
  const best = (proof.held_best ?? 0) - tiers.reduce((sum, tier) => sum + tier.best, 0);
  return total > 0 && best >= 0 ? { total, best } : null;
}

export function recovery_title(recovery: NonNullable<Evidence["recovery"]>): string {
  const found = `${count(recovery.found.length)} of ${count(recovery.planted.length)} planted attributes were found`;
  const wrong = recovery.wrong.length;
  return `${found}; ${wrong === 0 ? "nothing else was claimed" : `${in_words(wrong)} other${wrong === 1 ? " was" : "s were"} claimed`}`;
}

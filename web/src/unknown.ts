// What is not known: of an account, and whether filling it in can bring points.
import type { Account, Criterion, Profile, Reason } from "./evidence.ts";
import { listed, UNKNOWN } from "./numbers.ts";

/** "Not known" may be a value with points of its own, which count as known: it is not known all the same. */
export function is_unknown(reason: Reason): boolean {
  return !reason.known || reason.value.toLowerCase() === UNKNOWN;
}

/** Which reasons are not known, and where an answer could only lose points. */
export function unknown_words(account: Account): string {
  const unknown = account.reasons.filter(is_unknown);
  if (unknown.length === 0) return "Nothing is missing.";
  const words = `Not known: ${listed(unknown.map((reason) => reason.attribute))}.`;
  const most = unknown.filter((reason) => reason.points > 0 && reason.points >= reason.points_max);
  if (most.length === 0) return words;
  const names =
    most.length === unknown.length ? "" : ` for ${listed(most.map((r) => r.attribute))}`;
  return `${words} Not known has the most points${names}: an answer cannot raise the score.`;
}

/** Points of a known value on average, less those of not known; null where it cannot be told. */
function points_to_gain({ bins }: Criterion): number | null {
  const missing = bins.find((bin) => bin.is_missing);
  const known = bins.filter((bin) => !bin.is_missing);
  const total = known.reduce((sum, bin) => sum + bin.total, 0);
  if (missing === undefined || total === 0) return null;
  return known.reduce((sum, bin) => sum + bin.points * bin.total, 0) / total - missing.points;
}

/** Not known has clearly fewer points than a known value has on average: a point, and a tenth of the most. */
export function worth_filling_in(profiles: readonly Profile[], attribute: string): boolean {
  return profiles.some((profile) =>
    profile.score.some((criterion) => {
      const gain = criterion.attribute === attribute ? points_to_gain(criterion) : null;
      return gain !== null && gain >= Math.max(1, 0.1 * criterion.points_max);
    }),
  );
}

// Buying triggers and timing in words: formatting of what the run has estimated.
import type { Shape } from "./charts/shape.ts";
import type { Account } from "./evidence.ts";
import type { EventType, Signals } from "./evidence_signals.ts";
import { count, fixed, in_words, listed, percent, plural } from "./numbers.ts";

/** The section's title, a finding. */
export function signals_title(signals: Signals): string {
  if (signals.why_none !== null) return "Whether events come before wins cannot be told";
  const found = signals.triggers.length;
  const tested = `${plural(signals.tested, "type")} of event`;
  if (found === 0) return `Of ${tested} none is shown to come before wins more often`;
  return `Of ${tested}, ${in_words(found)} ${found === 1 ? "comes" : "come"} before wins more often than before losses`;
}

/** The claim counts: a filled mark. */
export function is_clear(type: EventType): boolean {
  return type.verdict === "trigger" || type.verdict === "precedes_losses";
}

export function shape_of(type: EventType): Shape {
  if (type.verdict === "trigger") return "tick";
  if (type.verdict === "precedes_losses") return "half";
  return type.verdict === "too_few" ? "ask" : "bar";
}

/** "22% of won (111 of 499), 13% of lost (172 of 1,324)". */
export function shares_words(type: EventType): string {
  const part = (name: string, share: EventType["won"]): string[] =>
    share?.share
      ? [`${percent(share.share.value)} of ${name} (${count(share.with)} of ${count(share.accounts)})`]
      : [];
  return listed([
    ...part("won", type.won),
    ...part("lost", type.lost),
    ...part("untouched", type.untouched),
  ]);
}

/** "51 days (27–87)"; empty where no won account has one. */
export function lag_words(type: EventType): { value: string; range: string } | null {
  if (type.lag === null) return null;
  return {
    value: `${fixed(type.lag.median, 0)} d`,
    range: `(${fixed(type.lag.low, 0)}–${fixed(type.lag.high, 0)})`,
  };
}

/** What became of the events that were not used: "634 on or after the first meeting, …". */
export function unused_words(signals: Signals): string {
  const events = signals.events;
  const parts: [number, string][] = [
    [events.after_meeting, "on the day of the first meeting or later (which may be its doing)"],
    [events.before_window, `more than ${count(signals.window_days)} days before it`],
    [events.at_open, "at accounts not decided yet"],
    [events.at_untouched, "at untouched accounts in other times"],
    [events.without_day, "at accounts without a day of a first meeting"],
    [events.without_account, "without an account"],
    [events.without_date, "without a date"],
    [events.after_end, "dated after the data's end"],
  ];
  const said = parts.flatMap(([lines, words]) => (lines > 0 ? [`${count(lines)} ${words}`] : []));
  const used = `Events in a window: ${count(events.in_window)} of ${count(events.read)}.`;
  return said.length === 0 ? used : `${used} Not used: ${listed(said)}.`;
}

/** "Timing 4: New site opened 12 days ago"; empty where the run has no triggers. */
export function timing_words(account: Account): string {
  const timing = account.timing ?? null;
  if (timing === null) return "";
  const events = timing.events
    .slice(0, 2)
    .map((event) => `${event.type} ${plural(event.age_days, "day")} ago`);
  return `Timing ${timing.level} of 4: ${events.length > 0 ? listed(events) : "no trigger seen"}.`;
}

// Triggers and timing in words, from the fixture's numbers, worked out by hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { read_evidence } from "../src/evidence.ts";
import {
  is_clear,
  lag_words,
  shape_of,
  shares_words,
  signals_title,
  timing_words,
  unused_words,
} from "../src/signals.ts";

const ready = read_evidence(
  readFileSync(new URL("../fixtures/ready.json", import.meta.url), "utf8"),
);
const signals = ready.signals;
assert.ok(signals);
const [first] = signals.triggers;
const [losses] = signals.tried;
const few = signals.tried.at(-1);
const [account, second] = ready.accounts?.items ?? [];
assert.ok(first && losses && few && account && second);

test("the title is the finding", () => {
  assert.equal(
    signals_title(signals),
    "Of 5 types of event, two come before wins more often than before losses",
  );
  assert.equal(
    signals_title({ ...signals, triggers: [first], tested: 1 }),
    "Of 1 type of event, one comes before wins more often than before losses",
  );
  assert.equal(
    signals_title({ ...signals, triggers: [] }),
    "Of 5 types of event none is shown to come before wins more often",
  );
  assert.equal(
    signals_title({ ...signals, why_none: "no account was lost" }),
    "Whether events come before wins cannot be told",
  );
});

test("verdicts have shapes, and clear ones a filled mark", () => {
  assert.deepEqual([first, losses, few].map(shape_of), ["tick", "half", "ask"]);
  assert.deepEqual([first, losses, few].map(is_clear), [true, true, false]);
});

test("shares stand with their counts", () => {
  assert.equal(
    shares_words(first),
    "22% of won (111 of 499), 13% of lost (172 of 1,324) and 1% of untouched (7 of 992)",
  );
  assert.equal(
    shares_words({ ...first, untouched: null }),
    "22% of won (111 of 499) and 13% of lost (172 of 1,324)",
  );
});

test("lags are days with quartiles", () => {
  assert.deepEqual(lag_words({ ...first, lag: { low: 27, median: 51, high: 86.4 } }), {
    value: "51 d",
    range: "(27–86)",
  });
  assert.equal(lag_words({ ...first, lag: null }), null);
});

test("every event is accounted for", () => {
  const events = { ...signals.events };
  const { read, ...parts } = events;
  assert.equal(
    Object.values(parts).reduce((sum, part) => sum + part, 0),
    read,
  );
  assert.equal(
    unused_words({
      ...signals,
      events: {
        ...Object.fromEntries(Object.keys(events).map((key) => [key, 0])),
        read: 1234,
        in_window: 1200,
        after_meeting: 30,
        without_date: 4,
      } as typeof events,
    }),
    "Events in a window: 1,200 of 1,234. Not used: 30 on the day of the first meeting or later (which may be its doing) and 4 without a date.",
  );
});

test("timing names the triggers and their age", () => {
  assert.equal(timing_words(account), "Timing 4 of 4: New plant announced 12 days ago.");
  assert.equal(timing_words(second), "Timing 1 of 4: no trigger seen.");
  assert.equal(timing_words({ ...account, timing: null }), "");
});

// What is said of answers that are missing, on cards worked out by hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { read_evidence, type Account, type Evidence, type Profile } from "../src/evidence.ts";
import { next_steps } from "../src/steps.ts";
import { is_unknown, unknown_words, worth_filling_in } from "../src/unknown.ts";

const ready = read_evidence(
  readFileSync(new URL("../fixtures/ready.json", import.meta.url), "utf8"),
);
const [account] = ready.accounts?.items ?? [];
const [profile] = ready.profiles;
assert.ok(account && profile);

type Given = [attribute: string, value: string, points: number, known: boolean];
const with_reasons = (...given: Given[]): Account => ({
  ...account,
  reasons: given.map(([attribute, value, points, known]) => ({
    attribute,
    value,
    points,
    points_max: 20,
    known,
  })),
});
const reason = (value: string, known: boolean): Account["reasons"][number] => ({
  attribute: "a",
  value,
  points: 1,
  points_max: 2,
  known,
});

test("not known is not known, also where it counts as a value of its own", () => {
  assert.equal(is_unknown(reason("not known", true)), true);
  assert.equal(is_unknown(reason("Not known", true)), true);
  assert.equal(is_unknown(reason("No notes", false)), true);
  assert.equal(is_unknown(reason("5–19", true)), false);
});
test("nothing is missing only where every value is known", () => {
  assert.equal(unknown_words(with_reasons(["Sites", "5", 20, true])), "Nothing is missing.");
  assert.equal(
    unknown_words(with_reasons(["Sites", "5", 20, true], ["Logins", "not known", 4, true])),
    "Not known: Logins.",
  );
});
test("where not known has the most points, an answer cannot raise the score", () => {
  const end = "an answer cannot raise the score.";
  assert.equal(
    unknown_words(with_reasons(["Logins", "not known", 20, true])),
    `Not known: Logins. Not known has the most points: ${end}`,
  );
  assert.equal(
    unknown_words(
      with_reasons(["Sites", "not known", 5, false], ["Logins", "not known", 20, true]),
    ),
    `Not known: Sites and Logins. Not known has the most points for Logins: ${end}`,
  );
});

/** A card of one attribute: points and accounts of each known bin, points of the missing one. */
function card(known: [number, number][], missing: number): Profile {
  const [first] = ready.profiles;
  const [criterion] = first?.score ?? [];
  const [bin] = criterion?.bins ?? [];
  assert.ok(first && criterion && bin);
  const bins = [
    ...known.map(([points, total]) => ({ ...bin, points, total, is_missing: false })),
    { ...bin, points: missing, total: 50, is_missing: true },
  ];
  const points_max = Math.max(...bins.map((each) => each.points));
  return { ...first, score: [{ ...criterion, attribute: "Logins", points_max, bins }] };
}
const worth = (known: [number, number][], missing: number): boolean =>
  worth_filling_in([card(known, missing)], "Logins");

test("an answer is worth asking for where not known has clearly fewer points than answers have", () => {
  // 2 x 81 and 6 x 25 of 221 accounts: 1.4 points on average.
  const logins: [number, number][] = [
    [2, 81],
    [0, 115],
    [6, 25],
  ];
  assert.equal(worth(logins, 8), false);
  assert.equal(worth(logins, 1), false);
  assert.equal(worth(logins, 0), true);
  // The average goes by accounts: 20 points for one account in ten are 2.
  const rare: [number, number][] = [
    [20, 10],
    [0, 90],
  ];
  assert.equal(worth(rare, 2), false);
  assert.equal(worth(rare, 0), true);
  // A point is not clear where there are 20.
  const most: [number, number][] = [[20, 90]];
  assert.equal(worth(most, 19), false);
  assert.equal(worth(most, 18), true);
  assert.equal(worth([[20, 0]], 0), false);
  assert.equal(worth_filling_in([card(most, 0)], "Sites"), false);
});
test("the next steps ask for no answer that would cost points", () => {
  const [first] = ready.attributes;
  assert.ok(first);
  const steps = (missing: number): string => {
    const attribute = { ...first, name: "Logins", selected: true, coverage: 0.29 };
    const evidence: Evidence = {
      ...ready,
      attributes: [attribute],
      profiles: [
        card(
          [
            [2, 80],
            [6, 20],
          ],
          missing,
        ),
      ],
      scores: ready.scores && { ...ready.scores, by_status: { scored: 100 } },
    };
    return next_steps(evidence)
      .map((step) => `${step.what} ${step.why}`)
      .join(" ");
  };
  assert.match(steps(0), /answer has on average: Logins \(filled in for 29%\)/);
  assert.doesNotMatch(steps(8), /Logins|Fill in/);
});

// Sentences from the fixtures' numbers, worked out by hand.
import { business_title, definition_words, reach_words, value_title, value_words } from "../src/business.ts";
import { prior_title } from "../src/prior.ts";
import { set_counting } from "../src/counting.ts";
import { set_unit } from "../src/unit.ts";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { as_good, difference, difference_words, without_title } from "../src/alternatives.ts";
import { beside_words } from "../src/beside.ts";
import { ceiling_words } from "../src/ceiling.ts";
import { read_evidence, type Evidence } from "../src/evidence.ts";
import * as findings from "../src/findings.ts";
import { alone_chance, highest_value, standing, tried } from "../src/standing.ts";
import { next_steps } from "../src/steps.ts";

const fixture = (name: string): Evidence =>
  read_evidence(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
const ready = fixture("ready");

function with_tiers(
  tiers: [string, number, number][],
  held_rows: number,
  held_best: number,
): Evidence {
  const by_tier = tiers.map(([tier, total, best]) => ({
    tier,
    from: 0,
    total,
    best,
    rate: null,
    lift: null,
  }));
  return { ...ready, proof: { ...ready.proof, by_tier, held_rows, held_best } };
}
const mock = with_tiers(
  [
    ["A", 42, 22],
    ["B", 89, 24],
    ["C", 103, 12],
    ["D", 90, 3],
  ],
  372,
  64,
);

test("the headline has shares of all that were held back", () => {
  assert.equal(
    findings.headline(mock),
    "Tiers A and B are 35% of accounts and held 72% of the best, in a later period the profile had not seen.",
  );
});
test("the gain curve's title has shares of the list, which holds scored accounts only", () => {
  assert.equal(
    findings.gain_title(mock.proof),
    "75% of the best accounts are in the first 40% of the list",
  );
  assert.deepEqual(findings.unscored(mock.proof), { total: 48, best: 3 });
});
test("a list that finds no more than its share is not worded as a success", () => {
  const title = (best: [number, number], low = 0.7): string =>
    findings.gain_title({
      ...with_tiers(
        [
          ["A", 10, best[0]],
          ["B", 80, best[1]],
          ["C", 10, 50 - best[0] - best[1]],
        ],
        100,
        50,
      ).proof,
      auc: { value: 0.75, low, high: 0.8 },
    });
  const words = "of the best accounts are in the first 90% of the list";
  assert.equal(title([10, 34]), `No better than a random order: 88% ${words}`);
  assert.equal(title([10, 35]), `No better than a random order: 90% ${words}`);
  assert.equal(title([10, 38]), `96% ${words}`);
  assert.equal(title([10, 38], 0.5), `Cannot be told from a random order: 96% ${words}`);
});
test("a run without a profile has no draft to speak of", () => {
  const few = (rows: number, best: number): Evidence => ({
    ...fixture("not_ready"),
    profiles: [],
    proof: { ...ready.proof, method: "none", auc: null },
    outcome: { ...ready.outcome, rows, best },
  });
  const end = "too few to tell one from chance.";
  assert.equal(findings.headline(few(20, 6)), `No profile: 6 of 20 accounts are best, ${end}`);
  assert.equal(findings.headline(few(3, 1)), `No profile: 1 of 3 accounts is best, ${end}`);
  assert.equal(findings.headline(few(40, 37)), `No profile: 3 of 40 accounts are not best, ${end}`);
  assert.equal(
    findings.headline(few(400, 100)),
    "No profile: none could be tested on these accounts.",
  );
  assert.ok(!next_steps(few(20, 6)).some((step) => /draft/.test(step.what + step.why)));
  const one = { ...few(3, 1), why: "There are 1 best account, and fewer than 30 …" };
  assert.match(findings.lead(one)[0] ?? "", /^There is 1 best account, and/);
});
test("data from standard input have a name", () => {
  assert.equal(findings.data_title("-"), "Data from standard input");
  assert.equal(findings.data_title("ex300"), "ex300");
});
test("calibration says whose word it shows", () => {
  assert.match(findings.calibration_words({ ...ready.proof, method: "split in time" }), /earlier/);
  const folds = { ...ready.proof, method: "nested 5-fold cross-validation" };
  assert.match(findings.calibration_words(folds), /in the folds/);
});
test("without tiers the headline is the AUC", () => {
  const bare = {
    ...ready,
    proof: { ...ready.proof, by_tier: [], auc: { value: 0.78, low: 0.7, high: 0.84 } },
  };
  assert.match(findings.headline(bare), /ranks a best account above another one 78% of the time/);
});
test("empty first tiers are no headline", () => {
  const empty = with_tiers(
    [
      ["A", 0, 0],
      ["B", 0, 0],
      ["C", 100, 12],
      ["D", 90, 3],
    ],
    190,
    15,
  );
  assert.equal(findings.top_tiers(empty.proof), null);
});
test("each verdict has its own headline", () => {
  assert.match(findings.headline(fixture("not_ready")), /^One draft profile, and too little data/);
  assert.match(findings.headline(fixture("no_icp_found")), /^In 900 accounts, nothing sets/);
  const unproved = { ...ready, proof: { ...ready.proof, method: "none", auc: null } };
  assert.match(findings.headline(unproved), /^Two draft profiles, not proved/);
});
test("a draft is said to be one", () => {
  const draft = fixture("not_ready");
  assert.equal(findings.is_draft(draft), true);
  assert.equal(findings.is_draft(ready), false);
  assert.equal(findings.is_draft({ ...ready, draft: true }), true);
  assert.match(findings.scores_title(draft), /in draft tier A$/);
  assert.match(findings.scores_title(ready), /in tier A$/);
});
test("rates of values are those of the accounts learned from", () => {
  assert.match(findings.learned_words(ready), /among the [\d,]+ accounts learned from/);
  const words = "Said by the run.";
  const said = { ...ready, learned_from: { rows: 1, best: 1, words } };
  assert.equal(findings.learned_words(said), words);
});
test("noise decides what is real", () => {
  const proof = (value: number, low: number): Evidence["proof"] => ({
    ...ready.proof,
    auc: { value, low, high: 0.9 },
    noise: { low: 0.44, median: 0.5, high: 0.57, runs: 20 },
  });
  assert.match(findings.real_title(proof(0.78, 0.71)), /above the noise: 0.71 against 0.57/);
  assert.match(findings.real_title(proof(0.6, 0.52)), /reaches into it/);
  assert.match(findings.real_title(proof(0.55, 0.5)), /cannot be told from noise/);
});
test("a black box is a ceiling only where it is ahead beyond chance", () => {
  const ceiling = ready.proof.ceiling;
  assert.ok(ceiling);
  const many_best = { ...ceiling, best: 200, rows: 1000 };
  assert.match(ceiling_words(many_best), /ahead .* keeps 97% of its lift .*3.04× against 3.14×/);
  assert.doesNotMatch(ceiling_words({ ...many_best, best: 40 }), /lift/); // too few to tell one
  assert.doesNotMatch(ceiling_words({ ...many_best, best: 310 }), /lift/); // all of the top are best
  const level = { ...ceiling, ahead: { value: 0.01, low: -0.01, high: 0.03 } };
  assert.match(ceiling_words(level), /no more on the same accounts than this card/);
});
test("a card without an attribute is as good only where it is shown to lose little", () => {
  const names = ready.alternatives.filter(as_good).map((other) => other.name);
  assert.equal(names.length, 2);
  assert.match(without_title(ready.alternatives), /^Without Payroll system or Call notes.* a card does as well$/);
  assert.match(without_title(fixture("ok").alternatives), /^Without .* or .* a card is worse$/);
  assert.equal(difference(-0.0004), "0.000");
  assert.equal(difference(-0.0172), "−0.017");
  assert.equal(difference(0.0021), "+0.002");
  const ahead = (value: number, low: number, high: number) => ({ ...ready.alternatives[0]!, ahead: { value, low, high } });
  assert.deepEqual(difference_words(ahead(0, -0.0001, 0.0002)), ["no difference seen", "(interval within ±0.0005)"]);
  assert.deepEqual(difference_words(ahead(0, -0.001, 0.002)), ["0.000", "(−0.001 to +0.002)"]);
});
test("what is left of an attribute beside the card", () => {
  const [one] = ready.attributes;
  assert.ok(one);
  const adjusted = { value: 0.44, low: 0.41, high: 0.47 };
  assert.match(beside_words({ ...one, adjusted, turns: true }), /turns: 0.44 \(0.41–0.47\)/);
  const little = { value: 0.51, low: 0.48, high: 0.54 };
  assert.match(beside_words({ ...one, adjusted: little, turns: false }), /nothing is left/);
  assert.equal(beside_words({ ...one, adjusted: null, turns: false }), "");
});
test("an attribute is in one state", () => {
  const one = ready.attributes.find((attribute) => !attribute.selected);
  assert.ok(one);
  const clear = { ...one, q: 0.01, coverage: 0.9, effect: { value: 0.6, low: 0.55, high: 0.65 } };
  assert.equal(standing(clear).words, "Holds, not needed");
  assert.equal(standing({ ...clear, q: 0.11 }).words, "Could be chance");
  // Its test is of all it says, its effect of one order of its values: q decides.
  const flat = { ...clear, effect: { value: 0.52, low: 0.49, high: 0.55 } };
  assert.equal(standing(flat).words, "Holds, not needed");
  assert.equal(standing({ ...clear, coverage: 0.12 }).words, "Not enough data");
  assert.equal(standing({ ...clear, effect: null }).words, "Not enough data");
  assert.equal(standing({ ...clear, selected: true }).words, "In the card");
  const chance = { ...clear, selected: true, q: 0.11 };
  assert.deepEqual(standing(chance), {
    shape: "tick",
    words: "In the card, though alone it could be chance",
    counts: false,
  });
  assert.equal(alone_chance({ ...chance, q: 0.1 }), false);
  assert.equal(alone_chance({ ...chance, q: null }), false);
  assert.equal(alone_chance({ ...chance, selected: false }), false);
  const leak = { suspected: true, why: "known after the win" };
  assert.equal(standing({ ...clear, leakage: leak }).words, "Suspected leak");
});
test("a column that was left out is not counted as tried, but for a leak", () => {
  const [first, second] = ready.attributes.filter((attribute) => !attribute.selected);
  assert.ok(first && second);
  const leaky = { ...second, leakage: { suspected: true, why: "set after the win" } };
  const left_out = [
    { column: first.column, kind: "identifier", why: "" },
    { column: leaky.column, kind: "leak", why: "" },
  ];
  const evidence = { ...ready, attributes: [first, leaky], left_out };
  assert.deepEqual(
    tried(evidence).map((attribute) => attribute.name),
    [leaky.name],
  );
});
test("the highest value has 20 accounts and is known", () => {
  const value = (
    label: string,
    total: number,
    share: number,
    is_missing = false,
  ): Evidence["attributes"][number]["values"][number] => ({
    label,
    total,
    best: 0,
    share: { value: share, low: 0, high: 1 },
    lift: null,
    points: 0,
    is_missing,
  });
  const [first] = ready.attributes;
  assert.ok(first);
  const values = [
    value("few", 19, 0.9),
    value("a", 20, 0.3),
    value("b", 90, 0.4),
    value("none", 90, 0.8, true),
  ];
  assert.equal(highest_value({ ...first, values })?.label, "b");
  assert.equal(highest_value({ ...first, values: [] }), null);
});
test("steps follow the verdict", () => {
  assert.equal(next_steps(fixture("no_icp_found")).length, 1);
  assert.ok(next_steps(fixture("not_ready")).some((step) => /Do not route/.test(step.what)));
  assert.ok(!next_steps(fixture("not_ready")).some((step) => /^Work the/.test(step.what)));
  assert.match(next_steps(ready)[0]?.what ?? "", /^Work the [\d,]+ accounts in tier A$/);
});
test("points add up", () => {
  for (const profile of ready.profiles)
    assert.match(findings.points_sum(profile), /^[\d +]+ = 100$/);
});
test("an estimate without its number is none; another format is refused", () => {
  const none = '{"format": 1, "proof": {"auc": {"value": null, "low": null, "high": null}}}';
  assert.equal(read_evidence(none).proof.auc, null);
  assert.throws(() => read_evidence('{"format": 2}'), /format 1; the run's is 2/);
});
test("where rows are deals the page says so", () => {
  set_unit("deals");
  try {
    assert.match(findings.headline(ready), /of deals and held/);
    assert.match(findings.lead(ready).join(" "), /best deals in .*A deal in tier A/);
    assert.doesNotMatch(findings.lead({ ...ready, why: "" }).join(" "), /account/);
  } finally {
    set_unit("accounts");
  }
});
test("where accounts count by what they bring, or against a population, the page says so", () => {
  const worth = { ...ready.outcome, rate: null, counted_by: "annual_revenue", worth: { sum: 9, effective: 40 } };
  try {
    set_counting(worth);
    assert.match(findings.headline(ready), /and brought \d+% of annual revenue/);
    assert.match(findings.lead({ ...ready, outcome: worth }).join(" "), /as much as 40 that bring the same/);
    assert.doesNotMatch(findings.lead({ ...ready, outcome: worth }).join(" "), /Best accounts are/);
    set_counting({ ...ready.outcome, rate: null, against: "population" });
    assert.match(findings.headline(ready), /of the population and held/);
    assert.match(findings.lead(ready).join(" "), /as large a share of the best accounts as of the population/);
  } finally {
    set_counting(ready.outcome);
  }
});
test("a hand-written profile beside what came out", () => {
  const { prior } = fixture("ok");
  assert.ok(prior);
  assert.equal(prior_title(prior), "Of three attributes written by hand the data kept one, moved one and dropped one");
  assert.match(prior_title({ ...prior, attributes: [] }), /^None/);
});
test("what each tier is worth, as far as the data reach", () => {
  const rate = { value: 0.5, low: 0.4, high: 0.6 };
  const group = {
    accounts: 100,
    won: 50,
    win_rate: rate,
    cycle_days: { value: 60, low: 50, high: 70 },
    customers: 50,
    kept_1_year: rate,
    kept_2_years: null,
    curve: null,
    value: { value: 30000, low: 20000, high: 50000 },
    value_until_days: 365,
    value_costs: null,
  };
  const rest = { win_rate: null, retention_p: null, value: null, value_until_days: null };
  const value = { value: 15000, low: 10000, high: 20000 };
  const all = { ...group, value, value_until_days: 730.485, compared_value: value };
  const business = {
    horizon_days: 730.485,
    compared_until_days: 365,
    compared_words: ["Tiers are compared over 12 months, as long as the customers of each were followed."],
    headline: "A customer of tier A is worth more",
    caution: null,
    has_revenue: true,
    all,
    by_tier: [{ ...group, tier: "A", compared_value: group.value, against_rest: rest }],
  };
  assert.equal(business_title(business), "A customer of tier A is worth more");
  assert.equal(value_title(business), "12-month value");
  assert.equal(
    reach_words(business),
    "Tiers are compared over 12 months, as long as the customers of each were followed. " +
      "Of all, as long as their customers were followed: 15,000 (10,000–20,000) in 24 months.",
  );
  const short = { ...business, compared_until_days: 30, all: { ...all, value_until_days: 30, value_costs: "after a margin of 20%" } };
  assert.match(reach_words(short), /for 1 of the 24 months asked for; nothing is added for the rest\./);
  assert.equal(value_words(short.all), "15,000 (10,000–20,000) in 1 month, after a margin of 20%");
  assert.equal(reach_words({ ...business, compared_until_days: 730.485, compared_words: [] }), "");
  const definition = {
    words: "",
    horizon_days: 730.485,
    until_days: 730.485,
    cut: 14586.8,
    persistence: 1,
    worked: 1000,
    won: 499,
    paying: 494,
    by_share: 250,
    by_share_of_won: 247,
    costs: null,
    below: 252,
    left: 46,
    by_expected: 63,
    by_costs: 0,
    unknown: 0,
  };
  const words = definition_words({ ...ready, outcome: { ...ready.outcome, definition } }).join(" ");
  assert.match(words, /250 of 1,000 accounts worked, or 247 of the 494 worth more than 0; the lesser counts/);
  assert.match(words, /Best starts at 14,587\. Of 499 accounts won, 252 are worth less, 46 of them because they left\. 63 of the best/);
  assert.doesNotMatch(words, /Margin|not all amounts|reach/);
});

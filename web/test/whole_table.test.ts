import assert from "node:assert/strict";
import { test } from "node:test";
import type { WholeTable } from "../src/evidence_table.ts";
import { otherwise_words, table_title, why_not_held } from "../src/whole_table.ts";

const whole: WholeTable = {
  source: "clickhouse://ch.example:8443/crm",
  table: "accounts",
  rows: 30_000_000,
  outcome: { best: 3_000_000, other: 24_000_000, unknown: 3_000_000 },
  rate: null,
  words: "",
  sample: {
    by: "id",
    seed: 1,
    most: 200_000,
    held_from: "0719fb4d",
    rows: { best: 99_000, other: 99_000, unknown: 19_000 },
    bytes: 1,
    scored_otherwise: 0,
  },
  held: {
    rows: 26_250_123,
    best: 1,
    auc: { value: 0.7968, low: 0.7966, high: 0.797 },
    lift_at_10pct: null,
    by_tier: [],
    calibration: [],
    caution: null,
  },
  why_none: null,
  attributes: null,
};

test("the title says what held", () => {
  assert.match(table_title(whole), /^On 26,250,123 .*never read the AUC is 0\.797$/);
  assert.equal(table_title({ ...whole, held: null }), "Learned from a sample of 30,000,000 rows");
});

test("what is missing or off is said", () => {
  assert.equal(why_not_held(whole), "");
  assert.equal(why_not_held({ ...whole, why_none: "all rows were read" }), "All rows were read.");
  assert.equal(otherwise_words(whole), "");
  const off = { ...whole, sample: { ...whole.sample!, scored_otherwise: 12 } };
  assert.match(otherwise_words(off), /^12 of the rows read/);
});

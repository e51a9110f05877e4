// Expected texts are section 5 of the design language, written by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as n from "../src/numbers.ts";

const table = (
  name: string,
  of: (value: number | null) => string,
  rows: [number | null, string][],
): void => {
  for (const [value, text] of rows) test(`${name} ${value}`, () => assert.equal(of(value), text));
};

table("count", n.count, [
  [0, "0"],
  [999, "999"],
  [1240, "1,240"],
  [1_000_000, "1,000,000"],
  [-1240, "\u22121,240"],
  [null, "not known"],
  [Number.NaN, "not known"],
]);
table("percent", n.percent, [
  [0, "0%"],
  [0.27, "27%"],
  [1, "100%"],
  [0.001, "< 1%"],
  [0.999, "> 99%"],
  [0.005, "1%"],
  [0.994, "99%"],
  [null, "not known"],
]);
table("rate", n.rate, [
  [0.173, "17.3%"],
  [0.0004, "< 0.1%"],
  [0, "0.0%"],
  [1, "100.0%"],
]);
table("ratio", n.ratio, [
  [3.04, "3.04×"],
  [0, "0.00×"],
  [12.345, "12.35×"],
  [null, "not known"],
]);
table("q_value", n.q_value, [
  [0.0004, "< 0.001"],
  [0, "< 0.001"],
  [0.001, "0.001"],
  [0.019, "0.019"],
  [0.0996, "0.10"],
  [0.1, "0.10"],
  [0.724, "0.72"],
  [1, "1.00"],
  [null, "not known"],
]);
table("in_words", (value) => n.in_words(value ?? 0), [
  [0, "none"],
  [6, "six"],
  [12, "twelve"],
  [13, "13"],
  [1300, "1,300"],
]);

test("an interval has an en dash without spaces", () => {
  assert.equal(n.percent_bounds({ value: 0.27, low: 0.19, high: 0.37 }), "19\u201337");
  assert.equal(n.measure_bounds({ value: 2, low: 1.57, high: 2.54 }), "1.57\u20132.54");
});
test("an interval with a negative bound has words and signs", () => {
  assert.equal(n.bounds(-0.01, 0.009, 3), "\u22120.010 to +0.009");
  assert.equal(n.bounds(-0.02, -0.01, 2), "\u22120.02 to \u22120.01");
});
test("what rounds to nothing has no minus sign", () => assert.equal(n.fixed(-0.0001, 2), "0.00"));
test("a count has its noun", () => {
  assert.equal(n.plural(1, "account"), "1 account");
  assert.equal(n.plural(0, "account"), "0 accounts");
  assert.equal(n.plural(2000, "try", "tries"), "2,000 tries");
});
test("a span of one number is that number", () => {
  assert.equal(n.span(40, 69), "40–69");
  assert.equal(n.span(100, 100), "100");
});
test("a count of one agrees with its noun", () => {
  assert.equal(n.agreed("There are 1 best account, and"), "There is 1 best account, and");
  assert.equal(n.agreed("There are 12 best accounts"), "There are 12 best accounts");
  assert.equal(
    n.agreed("Add at least 1 more best accounts: an"),
    "Add at least 1 more best account: an",
  );
  assert.equal(n.agreed("In 21 accounts"), "In 21 accounts");
});
test("a list ends with and", () => {
  assert.equal(n.listed([]), "");
  assert.equal(n.listed(["a"]), "a");
  assert.equal(n.listed(["a", "b", "c"]), "a, b and c");
});
test("days and months", () => {
  assert.equal(n.day("2026-10-19"), "19 October 2026");
  assert.equal(n.day("2026-01-05"), "5 January 2026");
  assert.equal(n.day("soon"), "soon");
  assert.equal(n.day(null), "not known");
  assert.equal(n.period("2022-01-03", "2025-06-27"), "January 2022 to June 2025");
  assert.equal(n.period("2022-01-03", "2022-01-27"), "January 2022");
});
test("a sentence begins large, whatever its letter", () => {
  assert.equal(n.sentence("six"), "Six");
  assert.equal(n.sentence("élan"), "Élan");
  assert.equal(n.sentence("😀 a"), "😀 a");
  assert.equal(n.sentence(""), "");
});

// Axes hold what they draw; positions are worked by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, auc_axis, rate_axis, ratio_axis } from "../src/axes.ts";
import { shade } from "../src/shade.ts";

test("a rate axis begins at zero and ends at a round share", () => {
  const axis = rate_axis([0.12, 0.41]);
  assert.deepEqual([axis.low, axis.high], [0, 0.5]);
  assert.deepEqual(axis.ticks.map(axis.label), ["0%", "50%"]);
  assert.equal(at(axis, 0.25), "50.00%");
  assert.equal(at(axis, 0.9), "100.00%");
  assert.equal(rate_axis([]).high, 0.02);
});
test("a ratio axis has equal steps for equal factors, with 1 marked", () => {
  const axis = ratio_axis([0.7], [3.9]);
  assert.deepEqual(axis.ticks, [0.5, 1, 2, 4]);
  assert.equal(at(axis, 1), "33.33%");
  assert.equal(at(axis, 2), "66.67%");
  assert.equal(at(axis, 0), "0.00%");
  assert.deepEqual(ratio_axis([0.01], [30]).ticks, [0.1, 1, 32]);
});
test("an AUC axis has chance on it", () => {
  const axis = auc_axis([0.62], [0.88]);
  assert.deepEqual(axis.ticks.map(axis.label), ["0.5", "0.6", "0.7", "0.8", "0.9"]);
  assert.equal(auc_axis([0.21], [1]).ticks.includes(0.5), true);
  assert.equal(auc_axis([0.21], [1]).ticks.length <= 5, true);
});
test("a bin's colour goes with its points", () => {
  const of = (points: number, is_missing = false): string => shade({ points, is_missing }, 24);
  assert.deepEqual(
    [of(0), of(1), of(9), of(17), of(24), of(7, true)],
    ["s0", "s1", "s2", "s3", "s4", "hatch"],
  );
  assert.equal(shade({ points: 0, is_missing: false }, 0), "s0");
});

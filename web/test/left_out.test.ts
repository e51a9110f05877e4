// Columns left out as the engine words them, and what the report says of each.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bring_in, kind_words, why_words } from "../src/left_out.ts";
import { path_pieces, whole_words } from "../src/wrap.ts";

const column = (kind: string, why: string): { column: string; kind: string; why: string } => ({
  column: "c",
  kind,
  why,
});
const cases: [kind: string, why: string, said: string, advice: RegExp][] = [
  ["excluded", "excluded", "Excluded", /does not exclude it/],
  ["text", "excluded", "Excluded", /does not exclude it/],
  ["excluded", "names a person", "Person", /^Nothing: it says who works/],
  ["excluded", "names another account", "Identifier", /^Nothing: it names another account/],
  ["excluded", "empty", "Empty", /^Values/],
  ["constant", "empty", "Empty", /^Values/],
  ["constant", "constant", "Constant", /differs/],
  ["constant", "“eu-1” in every row", "Constant", /differs/],
  ["constant", "an identifier: 27 different values in 53 accounts", "Identifier", /^Nothing while/],
  ["excluded", "identifier: nearly every row has its own", "Identifier", /^Nothing while/],
  ["text", "identifier: nearly every row has its own", "Identifier", /^Nothing while/],
  ["text", "names or free text: nearly every row has its own", "Free text", /topics/],
  ["text", "phone numbers", "Contact details", /^Nothing/],
  ["excluded", "accounts are ordered by when they were first met", "Date of the record", /--time/],
  ["excluded", "a reason of a later version", "Not an attribute", /describes the account/],
  ["identifier", "chosen with --id", "Identifier", /^Nothing: it names accounts/],
  ["role", "chosen with --outcome", "Has another role", /^Nothing/],
  ["leak", "alone it tells them apart (AUC 1.000)", "Suspected leak", /history.*--keep/],
];
for (const [kind, why, said, advice] of cases) {
  test(`left out as ${kind}: ${why}`, () => {
    assert.equal(kind_words(column(kind, why)), said);
    assert.match(bring_in(column(kind, why)), advice);
  });
}
test("an option that the program may have set itself is not named", () => {
  for (const option of ["id", "outcome", "time", "group"])
    assert.doesNotMatch(why_words(column("role", `chosen with --${option}`)), /chosen|--/);
  assert.equal(why_words(column("role", "header 'Met'")), "header 'Met'");
});
test("a kind of a later version is said as it stands", () => {
  assert.equal(kind_words(column("new", "")), "new");
  assert.equal(bring_in(column("new", "")), "");
});
test("words of usual length are kept whole", () => {
  assert.equal(whole_words("Suspected leak", null, undefined), true);
  assert.equal(whole_words("x".repeat(21)), false);
  assert.equal(whole_words("short", `a ${"x".repeat(21)}`), false);
});
test("a path may break after its slashes", () => {
  assert.deepEqual(path_pieces("ex300/account/s.csv"), ["ex300/", "account/", "s.csv"]);
  assert.deepEqual(path_pieces("C:\\data\\s.csv"), ["C:\\", "data\\", "s.csv"]);
  assert.deepEqual(path_pieces("s.csv"), ["s.csv"]);
});

// Sentences on when attributes and amounts are from, worked out by hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { definition_words } from "../src/business.ts";
import {
  changing,
  currency_title,
  dated_title,
  dated_words,
  has_currencies,
  is_dated,
  sentences,
} from "../src/dated.ts";
import { read_evidence } from "../src/evidence.ts";
import type { AttributesAsOf, Currencies } from "../src/evidence_dated.ts";

const ready = read_evidence(
  readFileSync(new URL("../fixtures/ready.json", import.meta.url), "utf8"),
);
const today: AttributesAsOf = {
  from: "today",
  words: [],
  met: 80,
  now: 20,
  undated: 0,
  late: 0,
  changed: 0,
  begins: null,
  columns: [],
  rows: null,
  unknown_fields: [],
  changing: [],
};
const history: AttributesAsOf = {
  ...today,
  from: "history",
  late: 12,
  changed: 34,
  begins: "2024-05-01",
  rows: { read: 90, used: 80, unknown_field: 10, disagree: 2 },
};
const currencies: Currencies = {
  company: "EUR",
  has_rates: true,
  words: [],
  used: [
    { currency: "EUR", deals: 5, lines: 2, apart: 0, why: null },
    { currency: "USD", deals: 2, lines: 1, apart: 0, why: null },
  ],
  assumed: 0,
  accounts_apart: 0,
  unjudged: 0,
  unjudged_lost: 0,
};

test("what changes with time is named, that of the card first", () => {
  const [chosen] = ready.attributes.filter((attribute) => attribute.selected);
  const as_of = {
    ...today,
    changing: [
      { column: "Web visits", what: "activity" },
      { column: chosen?.column ?? "", what: "head count" },
    ],
  };
  const evidence = { ...ready, attributes_as_of: as_of };
  assert.deepEqual(
    changing(evidence).map((one) => one.card),
    [true, false],
  );
  assert.equal(
    dated_title(evidence, as_of),
    "One of the card's attributes changes with time and is as of today",
  );
  assert.ok(is_dated(evidence));
  assert.ok(!is_dated({ ...ready, attributes_as_of: today }));
});

test("a history says whose values it tells", () => {
  const evidence = { ...ready, attributes_as_of: history };
  assert.equal(dated_title(evidence, history), "Attributes are as of the first meeting");
  const told = { ...history, words: ["what was done", "what changes with time"] };
  assert.equal(dated_words(told), "What was done. What changes with time.");
  const changing = [{ column: "Employees", what: "head count" }];
  assert.equal(dated_words({ ...told, changing }), "What was done.");
});

test("amounts in one currency need no word, others are counted", () => {
  assert.ok(has_currencies(currencies));
  assert.ok(!has_currencies({ ...currencies, used: currencies.used.slice(0, 1) }));
  assert.equal(
    currency_title(currencies),
    "Amounts are in EUR, each at the rate of its own date",
  );
  const apart = {
    ...currencies,
    used: currencies.used.map((use) => ({ ...use, apart: use.currency === "USD" ? 3 : 0 })),
  };
  assert.equal(sentences(["amounts are in EUR", "2 are not"]), "Amounts are in EUR. 2 are not.");
  assert.equal(currency_title(apart), "Not all amounts could be brought into EUR");
});

test("best says its currency and who is not judged for it", () => {
  const definition = {
    words: "",
    horizon_days: 730,
    until_days: 730,
    cut: 12_000,
    persistence: 1,
    worked: 400,
    won: 100,
    paying: 99,
    by_share: 100,
    by_share_of_won: 50,
    costs: null,
    below: 50,
    left: 0,
    by_expected: 3,
    by_costs: 0,
    unknown: 0,
    currency: "EUR",
    unjudged: 25,
  };
  const words = definition_words({ ...ready, outcome: { ...ready.outcome, definition } }).join(" ");
  assert.match(words, /Best starts at 12,000 EUR\./);
  assert.match(words, /25 with amounts in other currencies are not judged, won or lost\./);
});

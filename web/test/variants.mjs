// Fixtures made from the real ones by one change each: what a report must also survive.
import { readFileSync } from "node:fs";

const load = (name) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));

export const HOSTILE = "</script><img src=x onerror=alert(1)>";
const LONG =
  "Verantwortlichkeitsbereichsübergreifende-Personaleinsatzplanungssoftwarelösung".repeat(2);
const TEXTS = [
  HOSTILE,
  LONG,
  "שלום עולם 株式会社 Ёлка 🚀",
  "<!--<script>",
  "a & b < c > d \"e\" 'f' {g} $& \u2028",
  "x".repeat(180),
];

/** Each text of people's own in the file becomes a hostile one. */
function hostile() {
  const evidence = load("ready");
  let next = 0;
  const text = () => TEXTS[next++ % TEXTS.length];
  evidence.title = HOSTILE;
  evidence.why = `${LONG} ${HOSTILE}.`;
  evidence.outcome.words = `said ${HOSTILE}`;
  for (const file of evidence.files)
    Object.assign(file, { path: text(), dialect: text(), notes: [text(), text()] });
  for (const attribute of evidence.attributes) {
    attribute.name = `${attribute.name} ${text()}`;
    for (const value of attribute.values) value.label = text();
  }
  for (const profile of evidence.profiles) {
    Object.assign(profile, { name: text(), narrative: `${text()}\n\n${text()}` });
    for (const condition of [...profile.require, ...profile.disqualify]) {
      Object.assign(condition, { attribute: text(), label: text(), reason: text() });
    }
    for (const criterion of profile.score) {
      criterion.attribute = text();
      for (const bin of criterion.bins) bin.label = text();
    }
  }
  for (const account of evidence.accounts.items) {
    Object.assign(account, { name: text(), id: text() });
    for (const reason of account.reasons)
      Object.assign(reason, { attribute: text(), value: text() });
  }
  for (const type of [...evidence.signals.triggers, ...evidence.signals.tried])
    Object.assign(type, { type: text(), words: text() });
  for (const { timing } of evidence.accounts.items)
    for (const event of timing.events) event.type = text();
  for (const column of evidence.left_out)
    Object.assign(column, { column: `${column.column} ${text()}`, why: text() });
  return evidence;
}

/** Attributes taken back by a history, and amounts in currencies that are in part kept apart. */
function with_dates() {
  const evidence = load("ready");
  const columns = evidence.attributes.map((attribute) => attribute.column);
  evidence.attributes_as_of = {
    from: "history",
    words: ["attributes of 900 accounts are as of their first meeting"],
    met: 900,
    now: 1100,
    undated: 12,
    late: 210,
    changed: 377,
    begins: "2024-05-01",
    columns: columns
      .slice(0, 14)
      .map((column, i) => ({ column, changed: Math.max(0, 300 - 23 * i), unknown: i })),
    rows: {
      read: 2100,
      used: 1800,
      unknown_account: 40,
      unknown_field: 200,
      no_attribute: 30,
      undated: 10,
      empty: 20,
      disagree: 7,
      newest_differs: 3,
      unreadable: 1,
    },
    unknown_fields: [
      { field: "created", rows: 150 },
      { field: "Owner", rows: 50 },
    ],
    changing: columns.map((column) => ({ column, what: "head count" })),
  };
  evidence.outcome.currencies = {
    company: "EUR",
    has_rates: true,
    words: ["amounts (EUR 700, USD 300, SEK 20) are in EUR"],
    used: [
      { currency: "EUR", deals: 500, lines: 200, apart: 0, why: null },
      { currency: "USD", deals: 200, lines: 100, apart: 12, why: "12 dated before its first rate" },
      { currency: "SEK", deals: 15, lines: 5, apart: 20, why: "the table has no rate of it" },
    ],
    assumed: 4,
    accounts_apart: 25,
    unjudged: 25,
    unjudged_lost: 11,
  };
  return evidence;
}

/** The same in others' words; nothing has a history. */
function hostile_dates() {
  const evidence = with_dates();
  Object.assign(evidence.attributes_as_of, { from: "today", columns: [], rows: null });
  evidence.attributes_as_of.changing = TEXTS.map((text) => ({ column: text, what: LONG }));
  evidence.outcome.currencies.used = TEXTS.map((text) => ({
    currency: text,
    deals: 1,
    lines: 1,
    apart: 1,
    why: text,
  }));
  return evidence;
}

function one_attribute() {
  const evidence = load("ok");
  evidence.attributes = evidence.attributes.slice(0, 1);
  const [profile] = evidence.profiles;
  profile.score = profile.score.slice(0, 1);
  for (const criterion of profile.score) {
    for (const bin of criterion.bins)
      bin.points = Math.round((100 * bin.points) / criterion.points_max);
    criterion.points_max = 100;
  }
  for (const account of evidence.accounts.items) {
    account.reasons = [{ ...account.reasons[0], points: 80, points_max: 100 }];
    account.score = 80;
  }
  evidence.left_out = [];
  evidence.files = evidence.files.slice(0, 1);
  return evidence;
}

function many_attributes() {
  const evidence = load("ready");
  const unused = evidence.attributes.filter((attribute) => !attribute.selected);
  for (let i = evidence.attributes.length; i < 300; i += 1) {
    const name = `Column ${i}`;
    evidence.attributes.push({ ...unused[i % unused.length], name, column: `column_${i}` });
  }
  for (let i = 0; i < 120; i += 1) {
    evidence.left_out.push({ column: `Empty ${i}`, kind: "constant", why: "no value in any row" });
  }
  const [criterion] = evidence.profiles[0].score;
  const [bin] = criterion.bins;
  criterion.bins = [
    ...Array.from({ length: 14 }, (_, i) => ({
      ...bin,
      label: `Group ${i}`,
      account_share: 0.065,
    })),
    { ...bin, label: "Not known", is_missing: true, account_share: 0.09 },
  ];
  return evidence;
}

/** All that the format allows to be null, is; lists are empty. */
function nulls() {
  const evidence = load("ok");
  const none = { value: null, low: null, high: null };
  Object.assign(evidence, {
    version: null,
    as_of: null,
    period: null,
    recovery: null,
    left_out: [],
    helps: [],
  });
  evidence.outcome.rate = null;
  for (const file of evidence.files)
    Object.assign(file, { dialect: null, rejected_file: null, notes: [] });
  for (const attribute of evidence.attributes) {
    Object.assign(attribute, {
      effect: none,
      low: null,
      high: null,
      p: null,
      q: null,
      information: null,
      coverage: null,
      stability: null,
    });
    for (const value of attribute.values) Object.assign(value, { share: null, lift: none });
  }
  for (const profile of evidence.profiles) {
    Object.assign(profile, { calibration: [], require: [], disqualify: [] });
    for (const criterion of profile.score) for (const bin of criterion.bins) bin.share = null;
  }
  Object.assign(evidence.proof, {
    log_loss: null,
    brier: null,
    lift_at_10pct: none,
    apparent_auc: null,
    noise: null,
    gain: [],
    calibration: [],
    by_tier: [],
  });
  evidence.scores.histogram = [];
  evidence.scores.by_status = {};
  evidence.scores.by_tier = [];
  for (const account of evidence.accounts.items)
    Object.assign(account, { name: null, probability: null });
  return evidence;
}

function unproved() {
  const evidence = load("ready");
  evidence.verdict = "not_ready";
  evidence.why = "No accounts were held back, so nothing is proved.";
  evidence.helps = ["Build again with --proof full."];
  evidence.proof = {
    method: "none",
    words: null,
    learned_rows: 1240,
    held_rows: 0,
    held_best: 0,
    auc: null,
    apparent_auc: 0.79,
    noise: null,
    log_loss: null,
    brier: null,
    lift_at_10pct: null,
    gain: null,
    calibration: null,
    by_tier: null,
  };
  return evidence;
}

/** Too few accounts to make a profile, read from standard input. */
function no_profile() {
  const evidence = load("no_icp_found");
  Object.assign(evidence, unproved(), {
    title: "-",
    draft: true,
    why: "There are 1 best account, and fewer than 30 cannot tell a profile from chance.",
    helps: ["Add at least 29 more best accounts: an earlier year, or a wider outcome."],
    profiles: [],
    accounts: { ...evidence.accounts, of: "all accounts", total: 0, items: [] },
  });
  Object.assign(evidence.outcome, { rows: 3, best: 1, unknown: 0 });
  evidence.proof.apparent_auc = null;
  return evidence;
}

/** Not known has the most points; the card's attributes could be chance, its tiers hold one score. */
function unclear() {
  const evidence = load("ready");
  const paths = ["ex300/accounts.csv", "ex300/partners.csv", "ex300/a/longer/way/deals.csv"];
  evidence.files.forEach((file, i) => (file.path = paths[i % paths.length]));
  for (const profile of evidence.profiles) {
    profile.tiers[0].from = 100;
    for (const { bins, points_max } of profile.score)
      for (const bin of bins) if (bin.is_missing) bin.points = points_max;
  }
  for (const attribute of evidence.attributes) if (attribute.selected) attribute.q = 0.29;
  for (const account of evidence.accounts.items)
    for (const reason of account.reasons) if (!reason.known) reason.known = true;
  Object.assign(evidence.proof.auc, { low: 0.48 });
  evidence.left_out.push(
    { column: "Contract ID", kind: "text", why: "identifier: nearly every row has its own" },
    { column: "Company owner", kind: "excluded", why: "names a person" },
    { column: "Revenue", kind: "excluded", why: "empty" },
  );
  return evidence;
}

function no_accounts() {
  const evidence = load("ready");
  evidence.scores.histogram = evidence.scores.histogram.map((bin) => ({ ...bin, total: 0 }));
  evidence.scores.by_status = { scored: 0, disqualified: 0, insufficient_data: 12, not_found: 0 };
  evidence.scores.by_tier = evidence.scores.by_tier.map((tier) => ({ ...tier, total: 0 }));
  evidence.accounts = { ...evidence.accounts, total: 0, items: [] };
  evidence.files = evidence.files.map((file) => ({
    ...file,
    rejected: 0,
    lines: file.accepted + file.duplicate,
    rejected_file: null,
  }));
  return evidence;
}

/** Name and evidence of every page to be tested. */
/** A sample of a table in a database, whose other rows were counted there. */
function from_database() {
  const evidence = load("ready");
  for (const bin of evidence.scores.histogram) bin.total *= 1000;
  for (const tier of evidence.scores.by_tier) tier.total *= 1000;
  for (const status of Object.keys(evidence.scores.by_status))
    evidence.scores.by_status[status] *= 1000;
  evidence.accounts.total *= 1000;
  const share = (value) => ({ value, low: value - 0.01, high: value + 0.01 });
  evidence.whole_table = {
    source: "clickhouse://ch.example:8443/crm",
    table: "crm.accounts",
    rows: 30_000_000,
    outcome: { best: 3_570_678, other: 23_429_400, unknown: 2_999_922 },
    rate: share(0.13),
    words:
      "Of the 30,000,000 rows of crm.accounts a sample was read, chosen by account_id and the seed: 99,045 of " +
      "3,570,678 with the outcome, 98,854 of 23,429,400 without it.",
    columns: [],
    sample: {
      by: "account_id",
      seed: 1,
      most: 200_000,
      held_from: "0719fb4d",
      rows: { best: 99_045, other: 98_854, unknown: 19_375 },
      bytes: 30_611_007,
      scored_otherwise: 3,
    },
    held: {
      rows: 26_250_123,
      best: 3_471_000,
      by_status: { scored: 26_250_123 },
      auc: share(0.797),
      lift_at_10pct: share(3.33),
      by_tier: ["A", "B", "C", "D"].map((tier, i) => ({
        tier,
        from: 75 - 25 * i,
        total: 1_000_000 * (i + 1),
        best: 100_000,
        rate: share(0.5 / (i + 1)),
      })),
      calibration: [0.05, 0.2, 0.6].map((predicted) => ({
        predicted,
        observed: share(predicted),
        total: 8_000_000,
        best: 1,
      })),
      caution: "The intervals take rows for independent of each other.",
    },
    why_none: null,
    attributes: evidence.profiles[0].score.map(({ attribute, column, bins }) => ({
      attribute,
      column,
      bins: bins.map(({ label, points, is_missing, share: rate }) => ({
        label,
        points,
        is_missing,
        rows: 4_000_000,
        total: 3_600_000,
        best: 400_000,
        share: rate,
      })),
    })),
  };
  return evidence;
}

/** The same where all of one side was read, in others' words. */
function hostile_database() {
  const evidence = from_database();
  const whole = evidence.whole_table;
  Object.assign(whole, { held: null, why_none: `all rows ${HOSTILE} were read`, words: LONG });
  whole.attributes.forEach((attribute, i) => {
    attribute.attribute = TEXTS[i % TEXTS.length];
    for (const bin of attribute.bins) bin.label = TEXTS[i % TEXTS.length];
  });
  return evidence;
}

export function pages() {
  const fixtures = ["ready", "ok", "not_ready", "no_icp_found"].map((name) => [
    name,
    load(name),
    true,
  ]);
  const variants = [
    from_database,
    hostile_database,
    hostile,
    one_attribute,
    many_attributes,
    nulls,
    unproved,
    no_profile,
    unclear,
    no_accounts,
    with_dates,
    hostile_dates,
  ];
  return [...fixtures, ...variants.map((make) => [make.name, make(), false])];
}

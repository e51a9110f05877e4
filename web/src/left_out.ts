// Columns that were not used, in words that claim nothing about what the reader did.
import type { Evidence } from "./evidence.ts";

type LeftOut = Evidence["left_out"][number];

interface Case {
  kind: string;
  bring_in: string;
}

const IDENTIFIER: Case = {
  kind: "Identifier",
  bring_in: "Nothing: it names accounts, it does not describe them",
};
const CONSTANT: Case = { kind: "Constant", bring_in: "Accounts where it differs" };
const EMPTY: Case = { kind: "Empty", bring_in: "Values: no account has one" };
const NOT_OFFERED: Case = { kind: "Excluded", bring_in: "A build that does not exclude it" };

/** What the reason says is closer than the kind: a column without spaces may be an identifier of kind "text". */
const BY_REASON: [RegExp, Case][] = [
  [/^excluded$/, NOT_OFFERED],
  [/^empty$/, EMPTY],
  [/^constant$/, CONSTANT],
  [
    /^(an )?identifier: /,
    { kind: "Identifier", bring_in: "Nothing while nearly every account has its own" },
  ],
  [
    /^names a person$/,
    { kind: "Person", bring_in: "Nothing: it says who works the account, not what the account is" },
  ],
  [
    /^names another account$/,
    { kind: "Identifier", bring_in: "Nothing: it names another account" },
  ],
  [
    /^(phone numbers|e-mail addresses|web addresses)$/,
    {
      kind: "Contact details",
      bring_in: "Nothing: they reach an account, they do not describe it",
    },
  ],
  [
    /^accounts are ordered by when they were first met$/,
    {
      kind: "Date of the record",
      bring_in: "Nothing as an attribute; --time orders accounts by it",
    },
  ],
];
const BY_KIND: Record<string, Case> = {
  leak: {
    kind: "Suspected leak",
    bring_in: "A history of it (--history) from before the outcome; --keep uses it all the same",
  },
  identifier: IDENTIFIER,
  text: { kind: "Free text", bring_in: "A column of topics drawn from it" },
  constant: CONSTANT,
  role: { kind: "Has another role", bring_in: "Nothing: it is the outcome, the time or the group" },
  excluded: {
    kind: "Not an attribute",
    bring_in: "A column made from it that describes the account",
  },
};
/** An option may have been chosen by the program itself. */
const CHOSEN: Record<string, string> = {
  "chosen with --id": "names the account",
  "chosen with --outcome": "the outcome is read from it",
  "chosen with --time": "accounts are ordered by it",
  "chosen with --group": "rows that share its value stay together",
};

function case_of(column: LeftOut): Case {
  const fixed = ["leak", "identifier", "role"].includes(column.kind);
  const told = fixed ? undefined : BY_REASON.find(([words]) => words.test(column.why));
  return told?.[1] ?? BY_KIND[column.kind] ?? { kind: column.kind, bring_in: "" };
}

export function kind_words(column: LeftOut): string {
  return case_of(column).kind;
}

export function why_words(column: LeftOut): string {
  return CHOSEN[column.why] ?? column.why;
}

/** What would bring the column in. */
export function bring_in(column: LeftOut): string {
  return case_of(column).bring_in;
}

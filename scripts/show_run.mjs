// Prints the ranked accounts of a run with their reasons and, for synthetic data, how much of the
// planted truth was found:  node scripts/show_run.mjs RUN/evidence.json
// The format is in docs/formats/evidence.md.
import { readFileSync } from "node:fs";

const SHOWN = 10;
const evidence = JSON.parse(readFileSync(process.argv[2], "utf8"));

function reason({ attribute, value, points, known }) {
  return known ? `${attribute} ${value} +${points}` : `${attribute} not known +${points}`;
}

function line(account) {
  const known = account.probability !== null;
  const probability = known ? `${Math.round(account.probability * 100)} %` : "";
  const reasons = [...account.reasons].sort((a, b) => b.points - a.points).slice(0, 3);
  return [
    String(account.rank).padStart(4),
    String(account.score).padStart(5),
    account.tier.padEnd(4),
    probability.padStart(5),
    account.name.slice(0, 28).padEnd(28),
    reasons.map(reason).join("; "),
  ].join("  ");
}

const { items = [], of = "", total = 0 } = evidence.accounts ?? {};
console.log(`${Math.min(SHOWN, items.length)} best of ${total.toLocaleString("en")}: ${of}`);
console.log("rank  score  tier  prob.  account                       best reasons");
for (const account of items.slice(0, SHOWN)) console.log(line(account));

if (evidence.recovery) {
  const { planted, found, missed, wrong } = evidence.recovery;
  const list = (names) => (names.length > 0 ? names.join(", ") : "none");
  console.log("\nHow much of the planted truth was found (synthetic data)");
  console.log(`planted  ${list(planted)}`);
  console.log(`found    ${found.length} of ${planted.length}: ${list(found)}`);
  console.log(`missed   ${list(missed)}`);
  console.log(`wrong    ${list(wrong)}`);
}

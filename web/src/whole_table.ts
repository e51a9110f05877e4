// A table in a database in words: formatting only.
import type { WholeTable } from "./evidence_table.ts";
import { count, fixed, plural, sentence } from "./numbers.ts";
import { one } from "./unit.ts";

/** The section's finding. */
export function table_title(whole: WholeTable): string {
  if (whole.held?.auc) {
    return `On ${plural(whole.held.rows, one())} that were never read the AUC is ${fixed(whole.held.auc.value, 3)}`;
  }
  return `Learned from a sample of ${plural(whole.rows, "row")}`;
}

/** Why there is nothing to hold against, as a sentence; empty where there is. */
export function why_not_held(whole: WholeTable): string {
  return whole.why_none ? `${sentence(whole.why_none)}.` : "";
}

/** What the reader must know of how the database reads texts; empty where nothing is the matter. */
export function otherwise_words(whole: WholeTable): string {
  const rows = whole.sample?.scored_otherwise ?? 0;
  if (rows === 0) return "";
  return (
    `${count(rows)} of the rows read are scored otherwise by the database than here: a column of texts is ` +
    "read in another way there, so that figures of this section are a little off."
  );
}

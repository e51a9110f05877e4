// What is said of the sections on notes and contacts; every number is the engine's.
import type { Compared, Notes, Personas, RoleStats, Said } from "./evidence_people.ts";
import { count, in_words, listed, plural, q_value, ratio, sentence } from "./numbers.ts";

/** What stands out on one side, themes before terms. */
export function said_by(notes: Notes, side: "best" | "others"): Said[] {
  return [...notes.themes, ...notes.terms].filter((said) => said.stands_out === side);
}

export function notes_title(notes: Notes | null): string {
  if (notes === null || !notes.can_tell) return "What the best say: no evidence yet";
  const best = said_by(notes, "best");
  const others = said_by(notes, "others");
  if (best.length > 0) {
    const names = best.slice(0, 3).map((said) => said.name);
    return `The best speak more often of ${listed(names)}`;
  }
  if (others.length > 0) return "What the others say is known, what the best say is not yet";
  return "What the best say: no evidence yet";
}

export function personas_title(personas: Personas | null): string {
  if (personas === null || personas.personas.length === 0) return "Who buys: no evidence yet";
  const winning = personas.personas.filter((persona) => persona.stands_out !== null);
  const by_winning = personas.compared.first === "won";
  if (winning.length > 0) {
    const names = winning.map((persona) => persona.name).join("; ");
    if (!by_winning) return `Who buys: ${names} ${winning.length === 1 ? "is" : "are"} commoner at the best`;
    return `Who buys: ${names} ${winning.length === 1 ? "goes" : "go"} with winning`;
  }
  const total = personas.personas.length;
  return (
    `Who buys: ${sentence(in_words(total)).toLowerCase()} ${total === 1 ? "persona" : "personas"}, ` +
    `none shown to ${by_winning ? "go with winning" : "be commoner at the best"}`
  );
}

/** Whose shares are shown, and which accounts are held against each other. */
export function compared_words(best: number, { first, other, first_accounts, other_accounts }: Compared): string {
  const sides = `${count(first_accounts)} ${first} against ${count(other_accounts)} ${other}`;
  return (
    `Of the best are shares of ${plural(best, "best account")} with contacts. ` +
    `The rate compares ${sides}, among accounts with as many contacts.`
  );
}

/** Roles that are rarer where accounts were won: nobody to look for. */
export function rarer_words(rarer: readonly RoleStats[], { first }: Compared): string {
  if (rarer.length === 0) return "";
  const names = rarer.map(({ name, ratio: times, q }) => `${name} (${ratio(times?.value)}, q ${q_value(q)})`);
  return (
    `Rarer where accounts ${first === "won" ? "were won" : "are best"}: ${listed(names)}. ` +
    `With as many contacts somebody else stands in their place: nobody to look for.`
  );
}

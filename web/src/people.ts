// What is said of the sections on notes and contacts; every number is the engine's.
import type { Notes, Personas, Said } from "./evidence_people.ts";
import { in_words, listed, sentence } from "./numbers.ts";

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
  const winning = personas.personas.filter((persona) => persona.goes_with_winning);
  if (winning.length > 0) {
    const names = winning.map((persona) => persona.name);
    return `Who buys: ${names.join("; ")} ${names.length === 1 ? "goes" : "go"} with winning`;
  }
  const total = personas.personas.length;
  return `Who buys: ${sentence(in_words(total)).toLowerCase()} ${total === 1 ? "persona" : "personas"}, none shown to go with winning`;
}

// The parts of evidence.json that are of notes and contacts (docs/formats/evidence.md).
import type { Estimate } from "./evidence.ts";

/** A theme or term of notes, among accounts. */
export interface Said {
  name: string;
  kind?: string;
  terms?: string[];
  also?: string[];
  best: number;
  others: number;
  best_share: Estimate | null;
  others_share: Estimate | null;
  odds_ratio: Estimate | null;
  p: number;
  q: number;
  stands_out: "best" | "others" | null;
  quotes: { text: string; source: string | null; account: string; date: string | null }[];
}

export interface Notes {
  can_tell: boolean;
  why: string | null;
  question: string;
  method: string;
  not_used: string[];
  accounts: { best: number; others: number };
  tried: number;
  themes: Said[];
  terms: Said[];
}

/** How often a role is there, among accounts with contacts. */
export interface RoleStats {
  name: string;
  kind: string;
  best: number;
  others: number;
  best_share: Estimate | null;
  others_share: Estimate | null;
  won_share: Estimate | null;
  lost_share: Estimate | null;
  ratio: Estimate | null;
  p: number;
  q: number;
  stands_out: "won" | "lost" | "best" | "others" | null;
}

/** Which accounts with contacts are held against each other, for what stands out. */
export interface Compared {
  first: "won" | "best";
  other: "lost" | "others";
  words: string;
  first_accounts: number;
  other_accounts: number;
}

export interface Persona extends RoleStats {
  titles: { name: string; best: number }[];
  buying_roles: { name: string; best: number }[];
}

/** Who buys among the accounts of one profile. */
export interface ProfileBuyers {
  profile: string;
  why: string | null;
  best: number;
  others: number;
  compared: Compared;
  personas: Persona[];
  rarer: RoleStats[];
}

export interface Personas {
  can_tell: boolean;
  why: string | null;
  question: string;
  method: string;
  caution: string | null;
  not_used: string[];
  accounts: { best: number; others: number };
  compared: Compared;
  personas: Persona[];
  rarer: RoleStats[];
  by_profile?: ProfileBuyers[];
  roles: RoleStats[];
  items: { id: string; name: string | null; contacts: number; roles_missing: string[] }[];
}

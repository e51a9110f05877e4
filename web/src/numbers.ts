// Numbers and words as section 5 of the design language sets them. Formatting only: nothing here
// estimates anything.
import type { Estimate } from "./evidence.ts";

const MINUS = "\u2212";
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WORDS = [
  "none",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** What stands for a number that cannot be told. */
export const UNKNOWN = "not known";

function is_number(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A number with a fixed count of decimals, thousands marks and a true minus sign. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (!is_number(value)) return UNKNOWN;
  const text = Math.abs(value).toFixed(decimals);
  const [whole = "0", part] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const number = part === undefined ? grouped : `${grouped}.${part}`;
  return value < 0 && Number(text) !== 0 ? MINUS + number : number;
}

/** A count in full: 1,240. */
export function count(value: number | null | undefined): string {
  return fixed(value, 0);
}

/** A share in whole per cent; what is not quite none or all says so. */
export function percent(value: number | null | undefined): string {
  if (!is_number(value)) return UNKNOWN;
  if (value > 0 && value < 0.005) return "< 1%";
  if (value < 1 && value >= 0.995) return "> 99%";
  return `${fixed(100 * value, 0)}%`;
}

/** A base rate, in per cent with one decimal. */
export function rate(value: number | null | undefined): string {
  if (!is_number(value)) return UNKNOWN;
  if (value > 0 && value < 0.0005) return "< 0.1%";
  return `${fixed(100 * value, 1)}%`;
}

/** How many times as often: 3.04×. */
export function ratio(value: number | null | undefined): string {
  return is_number(value) ? `${fixed(value, 2)}×` : UNKNOWN;
}

/** An area under the curve, or another measure between 0 and 1: two decimals. */
export function measure(value: number | null | undefined): string {
  return fixed(value, 2);
}

/** A p or q value: three decimals, two from 0.10, below that < 0.001. */
export function q_value(value: number | null | undefined): string {
  if (!is_number(value)) return UNKNOWN;
  if (value < 0.001) return "< 0.001";
  return fixed(value, value >= 0.0995 ? 2 : 3);
}

/** Two bounds: 19–37, or −0.010 to +0.009 where one is negative. */
export function bounds(low: number, high: number, decimals: number): string {
  if (low >= 0 && high >= 0) return `${fixed(low, decimals)}–${fixed(high, decimals)}`;
  const signed = (value: number): string => (value > 0 ? "+" : "") + fixed(value, decimals);
  return `${signed(low)} to ${signed(high)}`;
}

/** The interval of a share, in per cent without the sign. */
export function percent_bounds(estimate: Estimate): string {
  return bounds(100 * estimate.low, 100 * estimate.high, 0);
}

/** The interval of a ratio or measure, two decimals. */
export function measure_bounds(estimate: Estimate): string {
  return bounds(estimate.low, estimate.high, 2);
}

/** Two numbers in a sentence: 1.60 to 2.53. */
export function from_to(estimate: Estimate): string {
  return `${fixed(estimate.low, 2)} to ${fixed(estimate.high, 2)}`;
}

/** A count in words up to twelve: "six". */
export function in_words(value: number): string {
  return WORDS[value] ?? count(value);
}

/** The first letter large, for the start of a sentence. */
export function sentence(text: string): string {
  const [first = ""] = text;
  return first.toLocaleUpperCase("en") + text.slice(first.length);
}

/** "1 account", "2 accounts". */
export function plural(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The whole numbers from one to another: 40–69, or the one number. */
export function span(from: number, to: number): string {
  return to > from ? `${from}–${to}` : `${from}`;
}

/** A sentence of the run with its count of one in the singular. */
export function agreed(text: string): string {
  return text
    .replace(/\bThere are 1 /g, "There is 1 ")
    .replace(/\b1 (more )?(best )?accounts\b/g, "1 $1$2account");
}

/** "a, b and c". */
export function listed(items: readonly string[], last = "and"): string {
  if (items.length <= 1) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1) ?? ""}`;
}

/** "19 October 2026" from 2026-10-19; any other text as it stands. */
export function day(iso: string | null): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? "");
  const month = MONTHS[Number(match?.[2]) - 1];
  return match && month ? `${Number(match[3])} ${month} ${match[1] ?? ""}` : (iso ?? UNKNOWN);
}

/** "October 2026" from 2026-10-19. */
export function month(iso: string | null): string {
  return day(iso).replace(/^\d+ /, "");
}

/** "January 2022 to June 2025", or the one month. */
export function period(from: string, to: string): string {
  return month(from) === month(to) ? month(from) : `${month(from)} to ${month(to)}`;
}

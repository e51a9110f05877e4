import type { Bin } from "./evidence.ts";

/** The class of a bin's colour: hatched when not known, else from few points to most. */
export function shade(bin: Pick<Bin, "points" | "is_missing">, points_max: number): string {
  if (bin.is_missing) return "hatch";
  if (bin.points <= 0 || points_max <= 0) return "s0";
  return `s${Math.min(4, Math.max(1, Math.ceil((4 * bin.points) / points_max)))}`;
}

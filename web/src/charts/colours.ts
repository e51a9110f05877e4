// The page's own colours, for drawings: a change of theme needs no new drawing.
export const INK = "var(--ink)";
export const SECOND = "var(--ink-2)";
export const QUIET = "var(--ink-3)";
export const GRID = "var(--line)";
export const CUT = "var(--line-2)";
export const MARK = "var(--accent)";
export const BAND = "var(--band)";
export const PANEL = "var(--bg)";

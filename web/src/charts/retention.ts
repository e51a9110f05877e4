// Who is still a customer, by time since the start.
import { areaY, axisX, axisY, gridY, line, plot, text } from "@observablehq/plot";

import type { BusinessGroup } from "../evidence_business.ts";
import { BAND, GRID, MARK, PANEL, QUIET, SECOND } from "./colours.ts";

const percent = (value: number): string => `${Math.round(100 * value)}%`;
const YEAR = 365;

interface Point {
  day: number;
  value: number;
  low: number;
  high: number;
}

const points_of = (group: BusinessGroup): Point[] =>
  (group.curve ?? []).flatMap(({ day, kept }) => (kept === null ? [] : [{ day, ...kept }]));

/** The first tier with its band, and all customers dashed. */
export function retention_plot(
  first: BusinessGroup,
  name: string,
  all: BusinessGroup,
  width: number,
): Element {
  const tier = points_of(first);
  const whole = points_of(all);
  const last = Math.max(...tier.map((point) => point.day), ...whole.map((point) => point.day));
  const least = Math.min(...tier.map((point) => point.low), ...whole.map((point) => point.low));
  const low = Math.max(0, Math.floor(10 * least) / 10);
  const years = Array.from({ length: Math.floor(last / YEAR) + 1 }, (_, i) => i * YEAR);
  const marks = low >= 0.7 ? [0.7, 0.8, 0.9, 1] : [0, 0.25, 0.5, 0.75, 1];
  const ticks = marks.filter((tick) => tick >= low);
  const end = (points: readonly Point[], words: string, fill: string): ReturnType<typeof text> =>
    text(points.slice(-1), {
      x: "day",
      y: "value",
      text: () => words,
      textAnchor: "end",
      dy: fill === MARK ? -12 : 14,
      fill,
      fontWeight: 600,
      stroke: PANEL,
      strokeWidth: 5,
    });
  return plot({
    width,
    height: 280,
    marginLeft: 42,
    marginRight: 18,
    marginTop: 24,
    marginBottom: 48,
    style: { background: "none", color: "var(--ink-2)", fontFamily: "var(--sans)", fontSize: "12px" },
    x: { domain: [0, last] },
    y: { domain: [low, 1], label: null },
    marks: [
      gridY(ticks, { stroke: GRID, strokeOpacity: 1 }),
      areaY(tier, { x: "day", y1: "low", y2: "high", fill: BAND, curve: "step-after" }),
      line(whole, {
        x: "day",
        y: "value",
        stroke: QUIET,
        strokeDasharray: "3 3",
        curve: "step-after",
      }),
      line(tier, { x: "day", y: "value", stroke: MARK, strokeWidth: 2.5, curve: "step-after" }),
      end(whole, "all customers", QUIET),
      end(tier, `tier ${name}`, MARK),
      axisX(years, {
        label: "Years since becoming a customer",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 42,
        tickSize: 0,
        tickPadding: 8,
        tickFormat: (day: number) => String(day / YEAR),
        fill: SECOND,
      }),
      axisY(ticks, { tickSize: 0, tickFormat: percent, fill: SECOND, label: null }),
    ],
  });
}

// The curves and distributions, drawn by Observable Plot.
import { tier_shares, wanted_short } from "../counting.ts";
import {
  areaY,
  axisX,
  axisY,
  dot,
  gridY,
  line,
  plot,
  rectY,
  ruleX,
  ruleY,
  text,
} from "@observablehq/plot";
import { ratio_axis } from "../axes.ts";
import { BAND, CUT, GRID, INK, MARK, PANEL, QUIET, SECOND } from "./colours.ts";
import type { CalibrationBin, GainPoint, HistogramBin, TierResult } from "../evidence.ts";
import { count } from "../numbers.ts";

const LETTER_WIDE = 8.4; // pixels a bold letter takes in a wide fallback font

const percent = (value: number): string => `${Math.round(100 * value)}%`;

export interface TierEnd {
  tier: string;
  from: number;
  to: number;
  /** Share of the best accounts in this tier and those before it. */
  found: number;
}

/** Where each tier ends in the list, as a share of the accounts held back that were scored. */
export function tier_ends(tiers: readonly TierResult[]): TierEnd[] {
  const whole = tiers.reduce((sum, tier) => sum + tier.total, 0);
  const best = tiers.reduce((sum, tier) => sum + tier.best, 0);
  let [to, found] = [0, 0];
  return tiers.map((tier) => {
    const from = to;
    const shares = tier_shares(tier, whole, best);
    to += shares.of_accounts;
    found += shares.of_best;
    return { tier: tier.tier, from, to, found };
  });
}

function frame(width: number, height: number): object {
  return {
    width,
    height,
    marginLeft: 42,
    marginRight: 18,
    marginTop: 24,
    marginBottom: 48,
    style: {
      background: "none",
      color: "var(--ink-2)",
      fontFamily: "var(--sans)",
      fontSize: "12px",
    },
  };
}

function bottom(label: string, extra: object = {}): ReturnType<typeof axisX> {
  return axisX({
    label,
    labelAnchor: "center",
    labelArrow: "none",
    labelOffset: 42,
    tickSize: 0,
    tickPadding: 8,
    fill: SECOND,
    ...extra,
  });
}

/** Share of best accounts found in the first part of the list, with its band. */
export function gain_plot(
  gain: readonly GainPoint[],
  tiers: readonly TierResult[],
  width: number,
): Element {
  const points = [
    { share: 0, low: 0, value: 0, high: 0 },
    ...gain.flatMap((point) =>
      point.found === null ? [] : [{ share: point.share, ...point.found }],
    ),
  ];
  const ends = tier_ends(tiers);
  const pursued = ends.slice(0, ends.length > 2 ? 2 : Math.max(0, ends.length - 1));
  const last = pursued.at(-1);
  const curve = [...points, ...pursued.map((end) => ({ share: end.to, value: end.found }))].sort(
    (a, b) => a.share - b.share || a.value - b.value,
  );
  const last_words = last
    ? `${pursued.map((end) => end.tier).join(" and ")}: ${percent(last.found)} of ${wanted_short()}`
    : "";
  const room =
    last !== undefined && (1 - last.to) * (width - 60) > LETTER_WIDE * last_words.length + 14;
  // Away from the words under the last point, which stand a little below it.
  const chance = last !== undefined && last.found > 0.6 ? 0.3 : 0.7;
  const named = ends.filter((end) => (end.to - end.from) * (width - 60) > 14);
  return plot({
    ...frame(width, 340),
    x: { domain: [0, 1], tickFormat: percent, ticks: 5 },
    y: { domain: [0, 1], tickFormat: percent, label: null },
    marks: [
      gridY([0.25, 0.5, 0.75, 1], { stroke: GRID, strokeOpacity: 1 }),
      areaY(points, { x: "share", y1: "low", y2: "high", fill: BAND }),
      ruleX(ends.slice(0, -1), { x: "to", stroke: CUT }),
      line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: QUIET, strokeDasharray: "3 3" },
      ),
      text([[chance, chance]], {
        text: ["random order"],
        fill: QUIET,
        stroke: PANEL,
        strokeWidth: 5,
        textAnchor: "start",
        dx: 8,
        dy: 10,
      }),
      line(curve, { x: "share", y: "value", stroke: MARK, strokeWidth: 2.5 }),
      dot(pursued, { x: "to", y: "found", r: 4.5, fill: MARK, stroke: PANEL, strokeWidth: 1.5 }),
      room
        ? [
            text([last], {
              x: "to",
              y: "found",
              dx: 14,
              dy: 30,
              textAnchor: "start",
              fill: MARK,
              fontWeight: 600,
              stroke: PANEL,
              strokeWidth: 5,
              text: () => last_words,
            }),
            text([last], {
              x: "to",
              y: "found",
              dx: 14,
              dy: 46,
              textAnchor: "start",
              fill: SECOND,
              stroke: PANEL,
              strokeWidth: 5,
              text: () => `in ${percent(last.to)} of accounts`,
            }),
          ]
        : [],
      ruleY([0], { stroke: QUIET }),
      text(named, {
        x: (end: { from: number; to: number }) => (end.from + end.to) / 2,
        text: "tier",
        frameAnchor: "top",
        dy: -16,
        fill: INK,
        fontWeight: 600,
      }),
      bottom("Share of accounts, highest score first", {
        ticks: [0, 0.25, 0.5, 0.75, 1],
        tickFormat: percent,
      }),
      axisY([0, 0.25, 0.5, 0.75, 1], {
        tickSize: 0,
        tickFormat: percent,
        fill: SECOND,
        label: null,
      }),
    ],
  });
}

/** How many times the average rate the first part of the list has, with its band; 1× is dotted. */
export function lift_plot(gain: readonly GainPoint[], width: number): Element {
  const points = gain.flatMap((point) =>
    point.lift === null ? [] : [{ share: point.share, ...point.lift }],
  );
  const axis = ratio_axis(
    [],
    points.map((point) => point.high),
  );
  const low = Math.min(0.92, ...points.map((point) => Math.max(0.25, point.low)));
  const ticks = [0.5, 1, 2, 4, 8, 16, 32].filter((tick) => tick >= low && tick <= axis.high);
  return plot({
    ...frame(width, 340),
    x: { domain: [0, 1], tickFormat: percent },
    y: { type: "log", domain: [low, axis.high], label: null, clamp: true },
    marks: [
      gridY(ticks, { stroke: GRID, strokeOpacity: 1 }),
      areaY(points, { x: "share", y1: "low", y2: "high", fill: BAND }),
      ruleY([1], { stroke: QUIET, strokeDasharray: "2 2" }),
      text([[0.02, 1]], {
        text: ["average"],
        fill: QUIET,
        stroke: PANEL,
        strokeWidth: 5,
        textAnchor: "start",
        dy: 10,
      }),
      line(points, { x: "share", y: "value", stroke: MARK, strokeWidth: 2.5 }),
      dot(
        points.filter((point) => Math.abs(point.share - 0.1) < 1e-9),
        {
          x: "share",
          y: "value",
          r: 4.5,
          fill: MARK,
          stroke: PANEL,
          strokeWidth: 1.5,
        },
      ),
      bottom("Share of accounts, highest score first", {
        ticks: [0, 0.25, 0.5, 0.75, 1],
        tickFormat: percent,
      }),
      axisY(ticks, {
        tickSize: 0,
        tickFormat: (value: number) => `${value}×`,
        fill: SECOND,
        label: null,
      }),
    ],
  });
}

/** What happened against what the card said, group by group. */
export function calibration_plot(bins: readonly CalibrationBin[], width: number): Element {
  const points = bins.flatMap((bin) =>
    bin.predicted === null || bin.observed === null
      ? []
      : [{ predicted: bin.predicted, ...bin.observed }],
  );
  const top = Math.max(0.05, ...points.flatMap((point) => [point.predicted, point.high]));
  const end = Math.min(1, Math.ceil(top * 20) / 20);
  const step = [0.02, 0.05, 0.1, 0.2].find((each) => end / each <= 5.01) ?? 0.25;
  const ticks = Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);
  return plot({
    ...frame(width, 320),
    x: { domain: [0, end], tickFormat: percent },
    y: { domain: [0, end], label: null },
    marks: [
      gridY(ticks, { stroke: GRID, strokeOpacity: 1 }),
      line(
        [
          [0, 0],
          [end, end],
        ],
        { stroke: QUIET, strokeDasharray: "3 3" },
      ),
      ruleX(points, { x: "predicted", y1: "low", y2: "high", stroke: MARK, strokeWidth: 2 }),
      dot(points, {
        x: "predicted",
        y: "value",
        r: 4.5,
        fill: MARK,
        stroke: PANEL,
        strokeWidth: 1.5,
      }),
      ruleY([0], { stroke: QUIET }),
      bottom("Chance the card gave", { ticks, tickFormat: percent }),
      axisY(ticks, { tickSize: 0, tickFormat: percent, fill: SECOND, label: null }),
    ],
  });
}

/** How many accounts have each score; lines where a tier begins. */
export function histogram_plot(
  bins: readonly HistogramBin[],
  tiers: readonly { name: string; from: number }[],
  width: number,
): Element {
  const most = Math.max(1, ...bins.map((bin) => bin.total));
  const rising = [...tiers].sort((a, b) => a.from - b.from);
  const spans = rising.map((tier, i) => ({
    name: width < 480 ? tier.name : `Tier ${tier.name}`,
    from: tier.from,
    to: rising[i + 1]?.from ?? 100,
  }));
  return plot({
    ...frame(width, 260),
    marginLeft: Math.max(42, 14 + LETTER_WIDE * count(most).length),
    x: { domain: [0, 100] },
    y: { domain: [0, most], nice: true, label: null },
    marks: [
      gridY({ ticks: 4, stroke: GRID, strokeOpacity: 1 }),
      ruleX(rising.slice(1), { x: "from", stroke: CUT }),
      rectY(bins, {
        x1: "from",
        x2: (bin: HistogramBin) => (bin.to >= 100 ? 100 : bin.from + 5),
        y: "total",
        fill: MARK,
        insetLeft: 1,
        insetRight: 1,
        rx: 2,
      }),
      ruleY([0], { stroke: QUIET }),
      text(
        spans.filter((span) => span.to - span.from >= (width < 480 ? 6 : 8)),
        {
          x: (span: { from: number; to: number }) => (span.from + span.to) / 2,
          text: "name",
          frameAnchor: "top",
          dy: -16,
          fill: INK,
          fontWeight: 600,
        },
      ),
      bottom("Score", { ticks: [0, 20, 40, 60, 80, 100] }),
      axisY({
        ticks: 4,
        tickSize: 0,
        fill: SECOND,
        label: null,
        tickFormat: (v: number) => (Number.isInteger(v) ? v.toLocaleString("en-US") : ""),
      }),
    ],
  });
}

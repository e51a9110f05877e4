// Where an axis begins and ends, and its marks. Positions only.

export interface Axis {
  low: number;
  high: number;
  ticks: number[];
  /** Ratios: equal steps are equal factors. */
  log: boolean;
  label: (value: number) => string;
}

const RATE_ENDS = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];
const RATIO_ENDS = [2, 4, 8, 16, 32, 64];

/** An axis of shares from 0 to a round end that holds all of `highs`. */
export function rate_axis(highs: readonly number[]): Axis {
  const top = Math.max(0.02, ...highs);
  const high = RATE_ENDS.find((end) => end >= top - 1e-9) ?? 1;
  const label = (value: number): string => `${Number((100 * value).toFixed(1)).toString()}%`;
  return { low: 0, high, ticks: [0, high], log: false, label };
}

/** A log axis of ratios around 1×, from a round fraction to a round multiple. */
export function ratio_axis(lows: readonly number[], highs: readonly number[]): Axis {
  const top = Math.max(2, ...highs.filter(Number.isFinite));
  const bottom = Math.min(0.5, ...lows.filter((low) => low > 0));
  const high = RATIO_ENDS.find((end) => end >= top - 1e-9) ?? 64;
  const low = bottom >= 0.5 ? 0.5 : bottom >= 0.25 ? 0.25 : 0.1;
  const ticks = low === 0.5 && high === 4 ? [low, 1, 2, high] : [low, 1, high];
  const unique = ticks.filter((tick, i) => ticks.indexOf(tick) === i);
  return { low, high, ticks: unique, log: true, label: (value) => `${value}×` };
}

/** An axis of areas under the curve: 0.5 is chance. */
export function auc_axis(lows: readonly number[], highs: readonly number[]): Axis {
  const low = Math.max(0, Math.floor(Math.min(0.5, ...lows) * 10 + 1e-9) / 10);
  const high = Math.min(1, Math.ceil(Math.max(0.7, ...highs) * 10 - 1e-9) / 10);
  const steps = Math.round((high - low) * 10);
  const step = steps > 5 ? 2 : 1;
  const ticks: number[] = [];
  const first = Math.round(low * 10);
  for (let tenth = first; tenth <= first + steps; tenth += 1) {
    if (Math.abs(tenth - 5) % step === 0) ticks.push(tenth / 10);
  }
  return { low, high, ticks, log: false, label: (value) => value.toFixed(1) };
}

/** Where `value` stands on the axis, in [0, 1]; what is outside stands at the edge. */
export function along(axis: Axis, value: number): number {
  const scale = (x: number): number => (axis.log ? Math.log(Math.max(x, 1e-9)) : x);
  const span = scale(axis.high) - scale(axis.low);
  return Math.min(1, Math.max(0, (scale(value) - scale(axis.low)) / span));
}

/** The same as a per cent for an SVG attribute. */
export function at(axis: Axis, value: number): string {
  return `${(100 * along(axis, value)).toFixed(2)}%`;
}

import type { Analytics, Calibration } from '../../api/analytics';

/*
 * What is drawn, as numbers. Nothing here knows of pixels: a chart's own units are named beside it, and its drawing
 * stretches them to the place there is.
 */

const DAY = 86_400_000;

/** In the order in which they lie on each other, the lowest first. */
export const ENDS = ['applied', 'denied', 'failed', 'rolled_back'] as const;
export type End = (typeof ENDS)[number];
export const END_WORDS: Readonly<Record<End, string>> = {
  applied: 'Applied',
  denied: 'Denied',
  failed: 'Failed',
  rolled_back: 'Rolled back',
};

/** A day's place in the chart of decisions: `x` counts days from the left, `y` and `height` are shares of its height. */
export interface Bar {
  readonly end: End;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface DecisionsChart {
  readonly days: number;
  /** What the chart's whole height stands for. */
  readonly most: number;
  readonly first: string;
  readonly last: string;
  readonly bars: readonly Bar[];
  readonly totals: Readonly<Record<End, number>>;
}

/** Every day from so many before today to today, those without a decision too. Days are UTC's, as the server counts. */
export function decisionsChart(decisions: Analytics['decisions'], today: Date, days = 90): DecisionsChart {
  const end = Math.floor(today.getTime() / DAY) * DAY;
  const start = end - (days - 1) * DAY;
  const shown = decisions.filter(({ day }) => Date.parse(day) >= start && Date.parse(day) <= end);
  const most = Math.max(1, ...shown.map(total));
  const bars = shown.flatMap(decided => {
    const x = Math.round((Date.parse(decided.day) - start) / DAY);
    let y = 1;
    return ENDS.filter(kind => decided[kind] > 0).map(kind => {
      const height = decided[kind] / most;
      y -= height;
      return { end: kind, x, y, height };
    });
  });
  const totals = { applied: 0, denied: 0, failed: 0, rolled_back: 0 };
  for (const decided of shown) {
    for (const kind of ENDS) totals[kind] += decided[kind];
  }
  return { days, most, first: iso(start), last: iso(end), bars, totals };
}

function total(decided: Analytics['decisions'][number]): number {
  return ENDS.reduce((sum, kind) => sum + decided[kind], 0);
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A tenth of stated confidence that has ends. `x` and `y` run from 0 to 100, `y` downward as pictures do. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** The ends of the interval of 95 %. */
  readonly top: number;
  readonly bottom: number;
  readonly radius: number;
}

export interface CalibrationChart {
  readonly points: readonly Point[];
  /** What a stated confidence is worth, as a polyline's points. */
  readonly worth: string;
}

export function calibrationChart({ bins, ends }: Calibration): CalibrationChart {
  return {
    points: bins.map(bin => ({
      x: bin.stated * 100,
      y: (1 - bin.observed) * 100,
      top: (1 - bin.high) * 100,
      bottom: (1 - bin.low) * 100,
      radius: 1.2 + 2 * Math.sqrt(bin.ends / Math.max(1, ends)),
    })),
    worth: bins.map(bin => `${round(bin.stated * 100)},${round((1 - bin.calibrated) * 100)}`).join(' '),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

import type { PatchOutcome } from '../../api/analytics';
import type { Tone } from '../../ui/Tag';

/** What two shares of monitors' events differ by, of which above 0 is worse, with the interval of the difference. */
export interface Difference {
  readonly metric: string;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** How many of how many events count against the component. */
export type Share = readonly [bad: number, n: number];

export type Direction = 'better' | 'worse' | 'unclear';

/** An effect's place on a line from 0 (all became well) over 50 (no difference) to 100 (all became bad). */
export interface EffectBar {
  readonly metric: string;
  readonly at: number;
  readonly low: number;
  readonly high: number;
  readonly direction: Direction;
  readonly baseline: string;
  readonly patched: string;
  readonly difference: string;
}

const METRICS: Readonly<Record<string, string>> = {
  negative: 'Negative feedback',
  gate_violations: 'Gate violations',
  ari_alerts: 'Lost agency',
  edm_alerts: 'Epistemic debt',
  performance: 'Performance past its limit',
};

export const VERDICTS: Readonly<Record<PatchOutcome['verdict'], { word: string; tone: Tone }>> = {
  improved: { word: 'Improved', tone: 'good' },
  unclear: { word: 'Unclear', tone: 'neutral' },
  worse: { word: 'Worse', tone: 'bad' },
};

/** @param baseline without the patch, `patched` with it */
export function effectBar(effect: Difference, baseline: Share, patched: Share): EffectBar {
  const { metric, difference, low, high } = effect;
  return {
    metric: METRICS[metric] ?? metric,
    at: place(difference),
    low: place(low),
    high: place(high),
    direction: low > 0 ? 'worse' : high < 0 ? 'better' : 'unclear',
    baseline: `${baseline[0]} of ${baseline[1]}`,
    patched: `${patched[0]} of ${patched[1]}`,
    difference: `${points(difference)} (${points(low)} to ${points(high)})`,
  };
}

function place(difference: number): number {
  const at = Math.min(100, Math.max(0, (difference + 1) * 50));
  return Math.round(at * 100) / 100;
}

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number): string {
  const n = Math.round(difference * 100);
  return n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0';
}

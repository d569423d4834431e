const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in one unit, as a reviewer scans it: `now`, `4 min`, `3 h`, `12 d`. A clock that runs ahead is `now`. */
export function formatAge(since: Date, now: Date): string {
  const age = now.getTime() - since.getTime();
  if (Number.isNaN(age)) return '–';
  if (age < MINUTE) return 'now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < 2 * DAY) return `${Math.floor(age / HOUR)} h`;
  return `${Math.floor(age / DAY)} d`;
}

/** A confidence of 0..1 in whole percent, rounded down so that only certainty reads 100 %. */
export function formatConfidence(confidence: number): string {
  if (!Number.isFinite(confidence)) return '–';
  const clamped = Math.min(1, Math.max(0, confidence));
  // 0.29 * 100 is 28.999…: the smallest step that matters is far above the error of a double.
  return `${Math.floor(clamped * 100 + 1e-9)} %`;
}

const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The full time in the reader's own zone, for a tooltip. */
export function formatMoment(moment: Date): string {
  return Number.isNaN(moment.getTime()) ? 'unknown time' : MOMENT.format(moment);
}

/** `1 request`, `2 requests`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}

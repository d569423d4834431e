import type { Consideration, Improvements } from '../../api/improvements';
import type { Tone } from '../../ui/Tag';

/** What the loop came to, in words. One that this page does not know is shown by its own name. */
export function describeOutcome(outcome: string | null): { readonly word: string; readonly tone: Tone } {
  switch (outcome) {
    case 'too_little_feedback':
      return { word: 'Too little feedback', tone: 'neutral' };
    case 'not_negative_enough':
      return { word: 'Well enough', tone: 'good' };
    case 'open_proposal':
      return { word: 'Proposal open', tone: 'neutral' };
    case 'in_canary':
      return { word: 'In the canary', tone: 'neutral' };
    case 'cooling_down':
      return { word: 'Cooling down', tone: 'neutral' };
    case 'suggested':
      return { word: 'Suggested', tone: 'waiting' };
    case 'filed':
      return { word: 'Patch filed', tone: 'waiting' };
    case 'gave_up':
      return { word: 'Gave up', tone: 'bad' };
    default:
      return { word: outcome ?? 'Open', tone: 'neutral' };
  }
}

/** Whether something is under way, so that it is worth asking again soon. */
export function busy(loop: Improvements): boolean {
  return loop.considerations.some(({ state }) => state !== 'done');
}

export type Progress =
  | { readonly kind: 'waiting'; readonly words: string }
  | { readonly kind: 'done'; readonly words: string };

/** Where a consideration stands. One that is not listed yet has only just been queued. */
export function progress(consideration: Consideration | undefined, stopped: boolean): Progress {
  if (consideration?.state === 'done') {
    const { word } = describeOutcome(consideration.outcome);
    return {
      kind: 'done',
      words: consideration.sentence === null ? word : `${word}: ${consideration.sentence}`,
    };
  }
  if (consideration?.state === 'running')
    return { kind: 'waiting', words: `${consideration.step ?? 'Begun'}…` };
  return {
    kind: 'waiting',
    words: stopped ? 'It waits in the queue while everything is stopped.' : 'It waits in the queue…',
  };
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A length of time in the largest unit that gives a whole number: `30 days`, `36 hours`. A single one is that unit. */
export function span(seconds: number): string {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length && seconds % length === 0) ?? UNITS[3];
  const n = seconds / length;
  return n === 1 ? `${unit}` : `${n} ${unit}s`;
}

/** The rule by which it acts, from its settings. */
export function rule({ settings }: Improvements): string {
  const share = percent(settings.negative_share);
  return (
    `Once in ${settings.interval_seconds === 86_400 ? '24 hours' : span(settings.interval_seconds)} it looks at the feedback on ` +
    `each component in the last ${span(settings.window_seconds)}. It acts on at least ${settings.min_feedback} events of which ` +
    `more than ${share} are negative, and not within ${span(settings.cool_down_seconds)} of a denial or rollback.`
  );
}

/** A share in percent, with one digit behind the point where it takes one. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** How the share moved against the window before, in words: by less than a point is not at all. */
export function trend(share: number, before: number | null): string {
  if (before === null) return 'nothing before';
  const points = Math.round((share - before) * 100);
  if (points === 0) return `as before`;
  return `${points > 0 ? 'up' : 'down'} from ${percent(before)}`;
}

/** How much of a budget is used; without a limit only what is used. */
export function used(budget: { readonly used: number; readonly most: number }): string {
  const n = budget.used.toLocaleString('en');
  return budget.most === 0 ? `${n}, no limit` : `${n} of ${budget.most.toLocaleString('en')}`;
}

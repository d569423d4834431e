import { count } from '../../ui/format';

/** The server counts no further. */
export const COUNTED = 1_000;
const NAMED = 3;

export interface Alert<T> {
  readonly headline: string;
  /** The newest of them that are loaded. */
  readonly named: readonly T[];
  /** What is not named. */
  readonly rest: string | undefined;
}

/** What to say of the waiting requests of high confidence, of which only some may be loaded. */
export function alertOf<T extends { readonly high_confidence: boolean }>(
  loaded: readonly T[],
  total: number,
): Alert<T> | undefined {
  const high = loaded.filter(request => request.high_confidence);
  // Between two readings a row may be here that the count does not know yet.
  const all = Math.max(total, high.length);
  if (all === 0) return undefined;
  const headline =
    all >= COUNTED ? 'At least 1,000 high-confidence requests' : count(all, 'high-confidence request');
  return naming(headline, high, all);
}

/** What to say of what is in the canary and waits for a person. */
export function canaryAlertOf<T extends { readonly waiting: boolean }>(
  running: readonly T[],
): Alert<T> | undefined {
  const waiting = running.filter(canary => canary.waiting);
  const n = waiting.length;
  if (n === 0) return undefined;
  return naming(`${count(n, 'request')} in the canary ${n === 1 ? 'waits' : 'wait'}`, waiting, n);
}

function naming<T>(headline: string, loaded: readonly T[], all: number): Alert<T> {
  const named = loaded.slice(0, NAMED);
  const more = all - named.length;
  if (more === 0) return { headline, named, rest: undefined };
  if (named.length === 0) return { headline, named, rest: 'further down the list' };
  return {
    headline,
    named,
    rest: all >= COUNTED ? 'and many more' : `and ${more.toLocaleString('en')} more`,
  };
}

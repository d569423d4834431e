import type { Canary, CanaryAct } from '../../api/canaries';
import { describeFailure, type Failure } from '../../api/problem';
import { formatMoment } from '../../ui/format';
import { type EffectBar, effectBar } from '../effects/effects';

/** Who ends a canary where no person does. */
export const RULE = 'patchgate-canary';

export type Act = CanaryAct['kind'];

/** Where a canary stands. */
export type Standing =
  | { readonly kind: 'watched'; readonly until: string }
  /** Its watch is over, and the look that follows from that is still to come. */
  | { readonly kind: 'watch-over' }
  /** Found worse, and to be withdrawn without anybody's asking. */
  | { readonly kind: 'worse' }
  | { readonly kind: 'waiting'; readonly since: string }
  /** A person is waited for since what was to be done could not be, which the rule goes on trying. */
  | { readonly kind: 'refused'; readonly since: string }
  | { readonly kind: 'leaving'; readonly act: CanaryAct }
  | { readonly kind: 'left'; readonly act: CanaryAct; readonly at: string };

export function standingOf(canary: Canary, now: Date): Standing {
  const { act, ended_at, waiting_since, note, until, verdict } = canary;
  if (act !== null) {
    return ended_at === null ? { kind: 'leaving', act } : { kind: 'left', act, at: ended_at };
  }
  if (waiting_since !== null && note !== null) return { kind: 'refused', since: waiting_since };
  if (verdict === 'worse') return { kind: 'worse' };
  if (waiting_since !== null) return { kind: 'waiting', since: waiting_since };
  return now < new Date(until) ? { kind: 'watched', until } : { kind: 'watch-over' };
}

/** In a few words, as in a list. */
export function describeStanding(standing: Standing): string {
  switch (standing.kind) {
    case 'watched':
      return `watched until ${formatMoment(new Date(standing.until))}`;
    case 'watch-over':
      return 'watch over';
    case 'worse':
      return 'to be withdrawn';
    case 'waiting':
    case 'refused':
      return 'waits for a person';
    case 'leaving':
      return `being ${DONE[standing.act.kind].toLowerCase()}`;
    case 'left':
      return DONE[standing.act.kind].toLowerCase();
  }
}

/** What the rule makes of it if nobody acts; undefined where nothing is left to happen. */
export function whatNext(standing: Standing): string | undefined {
  switch (standing.kind) {
    case 'watched':
      return 'Should it turn out worse, the rule withdraws it at once. When the watch is over the rule promotes it, if the workspace’s settings let it and monitors have reported enough; else a person decides.';
    case 'watch-over':
      return 'The watch is over. The next look says whether the rule promotes it or a person decides.';
    case 'worse':
      return 'It is worse, so the rule withdraws it at its next look.';
    case 'waiting':
      return 'A person promotes or withdraws it. Should it turn out worse first, the rule withdraws it.';
    case 'refused':
      return 'The rule tries again at each look: to withdraw it if it is worse, and to promote it if the watch is over and the workspace’s settings let it. A person may do either.';
    case 'leaving':
      return 'It is leaving the canary; how that ends appears here by itself.';
    case 'left':
      return undefined;
  }
}

export const DONE: Readonly<Record<Act, string>> = { promote: 'Promoted', withdraw: 'Withdrawn' };

/** Why an act came to nothing, as far as that is known. */
export function explainRefusal(act: Act, failure: Failure): { title: string; detail: string | undefined } {
  const done = DONE[act].toLowerCase();
  const { title, detail } = describeFailure(failure);
  if (failure.kind === 'unreachable' || (failure.kind === 'problem' && failure.status === 503)) {
    return {
      title: 'The server could not answer',
      detail: `${failure.kind === 'problem' ? `${detail ?? title} ` : ''}Whether it was ${done} is not known yet: the status above tells as soon as the server answers.`,
    };
  }
  return { title: `Not ${done}: ${title}`, detail };
}

/** The canary's effects against the stable variant. */
export function effectsOf(canary: Canary): EffectBar[] {
  return canary.effects.map(effect =>
    effectBar(effect, [effect.bad_stable, effect.n_stable], [effect.bad_canary, effect.n_canary]),
  );
}

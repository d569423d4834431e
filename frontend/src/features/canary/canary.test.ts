import { describe, expect, it } from 'vitest';
import type { Canary } from '../../api/canaries';
import type { Failure } from '../../api/problem';
import { describeStanding, effectsOf, explainRefusal, standingOf, whatNext } from './canary';

const BEFORE = new Date('2026-11-22T11:00:00Z');
const AFTER = new Date('2026-11-22T13:00:00Z');
const act = { kind: 'withdraw', by: 'bob', at: '2026-11-22T12:30:00Z', comment: 'slow' } as const;
const canary: Canary = {
  started_at: '2026-11-22T10:00:00Z',
  until: '2026-11-22T12:00:00Z',
  share: 0.1,
  verdict: 'unclear',
  sentence: null,
  effects: [],
  events_stable: 0,
  events_canary: 0,
  looked_at: null,
  waiting_since: null,
  act: null,
  note: null,
  ended_at: null,
};
const stands = (changed: Partial<Canary>, now = BEFORE) => standingOf({ ...canary, ...changed }, now);

describe('standingOf', () => {
  it('goes from the watch to whoever ends it', () => {
    expect(stands({})).toEqual({ kind: 'watched', until: canary.until });
    expect(stands({}, AFTER)).toEqual({ kind: 'watch-over' });
    expect(stands({ waiting_since: '2026-11-22T12:00:05Z' }, AFTER).kind).toBe('waiting');
    expect(stands({ act }).kind).toBe('leaving');
    expect(stands({ act, ended_at: '2026-11-22T12:30:01Z' })).toEqual({
      kind: 'left',
      act,
      at: '2026-11-22T12:30:01Z',
    });
  });

  it('lets what is worse be withdrawn by the rule, also while a person is waited for', () => {
    expect(stands({ verdict: 'worse' }).kind).toBe('worse');
    expect(stands({ verdict: 'worse', waiting_since: '2026-11-22T12:00:05Z' }, AFTER).kind).toBe('worse');
    expect(stands({ verdict: 'worse', act }).kind).toBe('leaving');
  });

  it('says that a person is waited for where the rule was refused, also before the watch is over', () => {
    const refused = { verdict: 'worse', waiting_since: '2026-11-22T10:30:00Z', note: 'It changed.' } as const;
    expect(stands(refused)).toEqual({ kind: 'refused', since: refused.waiting_since });
    expect(whatNext(stands(refused))).toContain('tries again at each look');
    expect(stands({ note: 'A person was refused.' }).kind).toBe('watched');
    expect(stands({ ...refused, act }).kind).toBe('leaving');
  });

  it('does not let a good look end the watch', () => {
    expect(stands({ verdict: 'improved' }).kind).toBe('watched');
  });
});

describe('what is said of it', () => {
  it('is what comes next, until nothing does', () => {
    expect(whatNext(stands({}))).toContain('withdraws it at once');
    expect(whatNext(stands({}, AFTER))).toContain('next look');
    expect(whatNext(stands({ waiting_since: 'x' }))).toContain('A person promotes or withdraws it');
    expect(whatNext(stands({ act, ended_at: 'x' }))).toBeUndefined();
  });

  it('is short in a list', () => {
    expect(describeStanding(stands({}))).toMatch(/^watched until .*2026/);
    expect(describeStanding(stands({ act }))).toBe('being withdrawn');
    expect(describeStanding(stands({ act: { ...act, kind: 'promote' }, ended_at: 'x' }))).toBe('promoted');
  });
});

describe('explainRefusal', () => {
  const problem = (status: number, title: string, detail: string): Failure => ({
    kind: 'problem',
    status,
    type: 'about:blank',
    title,
    detail,
    instance: undefined,
    errors: [],
  });

  it.each([
    [403, 'Forbidden', 'Somebody else has to.'],
    [409, 'Conflict', "'src/a.py' was changed since."],
    [409, 'Conflict', 'Everything is stopped.'],
  ])('of %d gives the reason of the server', (status, title, detail) => {
    expect(explainRefusal('promote', problem(status, title, detail))).toEqual({
      title: `Not promoted: ${title}`,
      detail,
    });
  });

  it('never claims that nothing happened when no answer came, or none in time', () => {
    for (const failure of [{ kind: 'unreachable' } as const, problem(503, 'Unavailable', 'No answer.')]) {
      expect(explainRefusal('withdraw', failure).detail).toContain('Whether it was withdrawn is not known');
    }
  });
});

describe('effectsOf', () => {
  it('compares the canary with stable, and not the reverse', () => {
    const effect = {
      metric: 'negative',
      bad_stable: 24,
      n_stable: 200,
      bad_canary: 62,
      n_canary: 210,
      difference: 0.19,
      low: 0.05,
      high: 0.32,
    };
    expect(effectsOf({ ...canary, effects: [effect] })).toMatchObject([
      { baseline: '24 of 200', patched: '62 of 210', direction: 'worse' },
    ]);
  });
});

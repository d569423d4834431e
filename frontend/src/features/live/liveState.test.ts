import { describe, expect, it } from 'vitest';
import { BEGINNING, type LiveEvent, type LiveState, liveReducer, pollEvery, retryAfter } from './liveState';

const having = (...kinds: LiveEvent['kind'][]): LiveState =>
  kinds.map(kind => ({ kind }) as LiveEvent).reduce(liveReducer, BEGINNING);

describe('liveReducer', () => {
  it.each([
    [[], { kind: 'connecting', attempt: 0 }],
    [['opened'], { kind: 'live' }],
    [['lost'], { kind: 'polling', attempt: 1, distrusted: false }],
    [['lost', 'lost', 'lost'], { kind: 'polling', attempt: 3, distrusted: false }],
    [['lost', 'lost', 'opened'], { kind: 'live' }],
    [['lost', 'lost', 'opened', 'lost'], { kind: 'polling', attempt: 1, distrusted: false }],
    [['opened', 'overtaken'], { kind: 'polling', attempt: 0, distrusted: true }],
    [['opened', 'overtaken', 'lost', 'opened'], { kind: 'polling', attempt: 1, distrusted: true }],
    [['opened', 'overtaken', 'opened', 'heard'], { kind: 'live' }],
  ] as [LiveEvent['kind'][], LiveState][])('after %j is %j', (kinds, state) => {
    expect(having(...kinds)).toEqual(state);
  });
});

describe('pollEvery', () => {
  it('asks often only while there is no stream', () => {
    expect(pollEvery({ kind: 'polling', attempt: 1, distrusted: false }, false)).toBeLessThan(5_000);
    expect(pollEvery({ kind: 'live' }, false)).toBeGreaterThan(10_000);
    expect(pollEvery({ kind: 'live' }, true)).toBeLessThan(5_000);
  });
});

describe('retryAfter', () => {
  it.each([
    [1, 0, 1_000],
    [2, 0, 2_000],
    [5, 0, 16_000],
    [6, 0, 30_000],
    [400, 0, 30_000],
    [1, 1, 1_250],
  ])('of attempt %d with chance %d is %d ms', (attempt, random, wait) => {
    expect(retryAfter(attempt, random)).toBe(wait);
  });
});

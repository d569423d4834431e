import { describe, expect, it } from 'vitest';
import type { Consideration } from '../../api/improvements';
import { busy, describeOutcome, percent, progress, rule, span, trend, used } from './loop';

const consideration: Consideration = {
  id: '1',
  workspace: 'default',
  component: 'learning',
  asked_by: 'alice',
  asked_at: '2026-11-22T10:00:00Z',
  state: 'queued',
  step: null,
  ended_at: null,
  outcome: null,
  sentence: null,
  window: null,
  suggestion_id: null,
};

const loop = {
  settings: {
    min_feedback: 5,
    negative_share: 0.3,
    window_seconds: 2_592_000,
    interval_seconds: 86_400,
    cool_down_seconds: 604_800,
  },
  model: null,
  provider: null,
  budgets: [],
  stopped: false,
  last_run: null,
  next_run: '2026-11-23T00:00:00Z',
  windows: [],
  considerations: [consideration],
  suggestions: [],
};

describe('progress', () => {
  it('follows a consideration from the queue to its sentence', () => {
    expect(progress(undefined, false).words).toBe('It waits in the queue…');
    expect(progress(consideration, true).words).toBe('It waits in the queue while everything is stopped.');
    expect(progress({ ...consideration, state: 'running', step: 'Counting' }, false)).toEqual({
      kind: 'waiting',
      words: 'Counting…',
    });
    const done = {
      ...consideration,
      state: 'done' as const,
      outcome: 'cooling_down',
      sentence: 'It was denied.',
    };
    expect(progress(done, false)).toEqual({ kind: 'done', words: 'Cooling down: It was denied.' });
  });
});

describe('busy', () => {
  it('holds until everything is done', () => {
    expect(busy(loop)).toBe(true);
    expect(busy({ ...loop, considerations: [{ ...consideration, state: 'done' }] })).toBe(false);
  });
});

describe('describeOutcome', () => {
  it('shows what it does not know by its own name', () => {
    expect(describeOutcome('filed').word).toBe('Patch filed');
    expect(describeOutcome('postponed').word).toBe('postponed');
  });
});

describe('rule', () => {
  it('says the settings in two sentences', () => {
    expect(rule(loop)).toBe(
      'Once in 24 hours it looks at the feedback on each component in the last 30 days. It acts on at least 5 events of which more than 30 % are negative, and not within 7 days of a denial or rollback.',
    );
  });
});

describe('figures', () => {
  it('are said in units that a person reads', () => {
    expect([86_400, 172_800, 3_600, 5_400, 1].map(span)).toEqual([
      'day',
      '2 days',
      'hour',
      '90 minutes',
      'second',
    ]);
    expect([0, 0.3, 0.583, 1].map(percent)).toEqual(['0 %', '30 %', '58.3 %', '100 %']);
  });

  it('say where a share comes from', () => {
    expect(trend(0.5, null)).toBe('nothing before');
    expect(trend(0.5, 0.502)).toBe('as before');
    expect(trend(0.5, 0.25)).toBe('up from 25 %');
    expect(trend(0.1, 0.25)).toBe('down from 25 %');
  });

  it('say what is left of a budget', () => {
    expect(used({ used: 1_200, most: 5_000 })).toBe('1,200 of 5,000');
    expect(used({ used: 3, most: 0 })).toBe('3, no limit');
  });
});

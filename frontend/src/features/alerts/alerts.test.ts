import { describe, expect, it } from 'vitest';
import { alertOf, canaryAlertOf } from './alert';
import { arrivals, arrivalWords, canaryWords } from './arrivals';
import { pageTitle } from './titles';

describe('pageTitle', () => {
  it.each([
    ['Requests', 3, '(3) Requests · Patchgate'],
    ['Requests', 0, 'Requests · Patchgate'],
    ['Requests', undefined, 'Requests · Patchgate'],
    ['a\u202eb\n.py', 1, '(1) a⟦U+202E⟧b .py · Patchgate'],
    ['x'.repeat(500), 0, `${'x'.repeat(59)}… · Patchgate`],
  ])('of %j with %j waiting is %j', (page, waiting, title) => {
    expect(pageTitle(page, waiting)).toBe(title);
  });
});

const request = (id: string, confidence: number, high = true) => ({
  request_id: id,
  confidence,
  high_confidence: high,
  target_file: 'src/a.py',
  component: 'learning_module',
});

describe('arrivals', () => {
  it('are those that were not there before', () => {
    const waiting = [request('new', 0.95), request('known', 0.99)];
    expect(arrivals(new Set(['known']), waiting).map(each => each.request_id)).toEqual(['new']);
  });

  it('are none at the first look', () => {
    expect(arrivals(undefined, [request('a', 1)])).toEqual([]);
  });
});

describe('the words of a notification', () => {
  it('are for what has high confidence by the word of the server', () => {
    expect(arrivalWords(request('a', 0.95))?.title).toBe('High-confidence request (95 %)');
    expect(arrivalWords(request('a', 0.99, false))).toBeUndefined();
  });

  it('are for a canary that waits', () => {
    expect(canaryWords(request('a', 0.1))).toEqual({
      title: 'A canary waits for a person',
      body: 'src/a.py\nlearning_module',
    });
  });

  it('show what would not show, and not more than a little', () => {
    const long = { ...request('a', 0.956), target_file: `\u202e${'x'.repeat(10_000)}` };
    for (const words of [arrivalWords(long), canaryWords(long)]) {
      expect(words?.body).toContain('⟦U+202E⟧xxx');
      expect(words?.body.length).toBeLessThan(250);
    }
  });
});

describe('alertOf', () => {
  const loaded = (...high: boolean[]) => high.map((high_confidence, at) => ({ high_confidence, at }));

  it('is none where no request has high confidence', () => {
    expect(alertOf(loaded(false, false), 0)).toBeUndefined();
  });

  it.each([
    [loaded(true, false), 1, '1 high-confidence request', [0], undefined],
    [loaded(true, true, false, true, true, true), 5, '5 high-confidence requests', [0, 1, 3], 'and 2 more'],
    [loaded(true), 40, '40 high-confidence requests', [0], 'and 39 more'],
    [loaded(false), 2, '2 high-confidence requests', [], 'further down the list'],
    [loaded(true, true), 1, '2 high-confidence requests', [0, 1], undefined],
    [loaded(true), 1_000, 'At least 1,000 high-confidence requests', [0], 'and many more'],
  ])('of %j with %d in all', (requests, total, headline, named, rest) => {
    const alert = alertOf(requests, total);
    expect(alert?.headline).toBe(headline);
    expect(alert?.named.map(request => request.at)).toEqual(named);
    expect(alert?.rest).toBe(rest);
  });
});

describe('canaryAlertOf', () => {
  const running = (...waits: boolean[]) => waits.map((waiting, at) => ({ waiting, at }));

  it.each([
    [running(false, true), '1 request in the canary waits', [1], undefined],
    [running(true, true, true, true), '4 requests in the canary wait', [0, 1, 2], 'and 1 more'],
  ])('of %j', (canaries, headline, named, rest) => {
    const alert = canaryAlertOf(canaries);
    expect(alert?.headline).toBe(headline);
    expect(alert?.named.map(canary => canary.at)).toEqual(named);
    expect(alert?.rest).toBe(rest);
  });

  it('is none where the rule goes on', () => {
    expect(canaryAlertOf(running(false))).toBeUndefined();
  });
});

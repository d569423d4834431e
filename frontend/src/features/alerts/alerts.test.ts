import { describe, expect, it } from 'vitest';
import { alertOf } from './alert';
import { arrivals, notificationOf } from './arrivals';
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
  it('are new and of high confidence by the word of the server', () => {
    const waiting = [request('new', 0.95), request('known', 0.99), request('unsure', 0.99, false)];
    expect(arrivals(new Set(['known']), waiting).map(each => each.request_id)).toEqual(['new']);
  });

  it('are none at the first look', () => {
    expect(arrivals(undefined, [request('a', 1)])).toEqual([]);
  });
});

describe('notificationOf', () => {
  it('shows what would not show, and not more than a little', () => {
    const { title, body } = notificationOf({
      ...request('a', 0.956),
      target_file: `\u202e${'x'.repeat(10_000)}`,
    });
    expect(title).toBe('High-confidence request (95 %)');
    expect(body).toContain('⟦U+202E⟧xxx');
    expect(body.length).toBeLessThan(250);
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

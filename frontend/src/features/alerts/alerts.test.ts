import { describe, expect, it } from 'vitest';
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

const request = (id: string, confidence: number) => ({
  request_id: id,
  confidence,
  target_file: 'src/a.py',
  component: 'learning_module',
});

describe('arrivals', () => {
  it('are new and of high confidence', () => {
    const waiting = [request('new', 0.95), request('known', 0.99), request('unsure', 0.9)];
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

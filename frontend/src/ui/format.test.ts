import { describe, expect, it } from 'vitest';
import { count, formatAge, formatConfidence } from './format';

describe('formatAge', () => {
  const now = new Date('2026-11-22T12:00:00Z');

  it.each([
    ['2026-11-22T12:00:00Z', 'now'],
    ['2026-11-22T11:59:01Z', 'now'],
    ['2026-11-22T11:59:00Z', '1 min'],
    ['2026-11-22T11:00:01Z', '59 min'],
    ['2026-11-22T11:00:00Z', '1 h'],
    ['2026-11-20T12:00:01Z', '47 h'],
    ['2026-11-20T12:00:00Z', '2 d'],
    ['2026-11-08T12:00:00Z', '14 d'],
  ])('of %s is %s', (since, age) => {
    expect(formatAge(new Date(since), now)).toBe(age);
  });

  it('of a moment that the server says is still to come is now', () => {
    expect(formatAge(new Date('2026-11-22T12:03:00Z'), now)).toBe('now');
  });

  it('of no moment at all is a dash', () => {
    expect(formatAge(new Date('yesterday'), now)).toBe('–');
  });
});

describe('formatConfidence', () => {
  it.each([
    [0, '0 %'],
    [0.29, '29 %'],
    [0.57, '57 %'],
    [0.949, '94 %'],
    [0.95, '95 %'],
    [0.999, '99 %'],
    [1, '100 %'],
    [1.7, '100 %'],
    [-1, '0 %'],
    [Number.NaN, '–'],
  ])('of %d is %s', (confidence, shown) => {
    expect(formatConfidence(confidence)).toBe(shown);
  });

  it('keeps every whole percent', () => {
    for (let percent = 0; percent <= 100; percent++) {
      expect(formatConfidence(percent / 100)).toBe(`${percent} %`);
    }
  });
});

describe('count', () => {
  it.each([
    [0, '0 requests'],
    [1, '1 request'],
    [1200, '1,200 requests'],
  ])('of %d is %s', (n, shown) => {
    expect(count(n, 'request')).toBe(shown);
  });
});

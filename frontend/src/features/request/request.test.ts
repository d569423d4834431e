import { describe, expect, it } from 'vitest';
import { formatMetric } from './metrics';
import { describeEntry } from './timelineEntry';

describe('formatMetric', () => {
  it.each([
    [0.35, '0.35'],
    [12345.678, '12,345.678'],
    ['<b>', '<b>'],
    [true, 'true'],
    [null, 'null'],
    [{ a: [1] }, '{"a":[1]}'],
    [undefined, ''],
  ])('of %j is %j', (value, shown) => {
    expect(formatMetric(value)).toBe(shown);
  });
});

describe('describeEntry', () => {
  it.each([
    ['patch_request.rolled_back', 'Rolled back'],
    ['patch_request.something_new', 'patch_request.something_new'],
    ['constructor', 'constructor'],
  ])('of %s is %s', (kind, words) => {
    expect(describeEntry(kind)).toBe(words);
  });
});

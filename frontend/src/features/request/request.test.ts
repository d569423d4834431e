import { describe, expect, it } from 'vitest';
import { formatMetric } from './metrics';
import { describeEntries } from './timelineEntry';

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

describe('describeEntries', () => {
  const words = (...kinds: string[]) =>
    describeEntries(kinds.map(kind => ({ kind: kind.includes('.') ? kind : `patch_request.${kind}` })));

  it('are words, or the kind itself where this page does not know it', () => {
    expect(words('applied', 'rolled_back', 'something_new', 'object.constructor')).toEqual([
      'Applied',
      'Rolled back',
      'patch_request.something_new',
      'object.constructor',
    ]);
  });

  it('tell what happened in the canary from what happened in the workspace', () => {
    expect(words('canary', 'canary_waiting', 'applied', 'worsened', 'rolled_back')).toEqual([
      'Put into the canary',
      'The canary waits for a person',
      'Promoted from the canary and applied',
      'Monitors say it is worse since',
      'Rolled back',
    ]);
    expect(words('approved', 'canary', 'rolled_back')[2]).toBe('Withdrawn from the canary');
  });
});

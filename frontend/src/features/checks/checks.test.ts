import { describe, expect, it } from 'vitest';
import type { Check } from '../../api/checks';
import { formatDuration, moving, obstacle, remarks, repeatable } from './checks';

const CHECK: Check = {
  name: 'unit',
  kind: 'command',
  status: 'passed',
  required: true,
  duration_ms: 1_234,
  exit_code: 0,
  place: null,
  summary: '3 tests',
  log_url: null,
};

describe('obstacle', () => {
  it.each([
    ['passed', undefined],
    ['failed', 'has failed'],
    ['running', 'is still running'],
    ['queued', 'has not run yet'],
    ['not_run', 'was not run'],
  ] as const)('of a required check that is %s is %s', (status, why) => {
    const checks = [{ ...CHECK, name: 'lint', status: 'passed' } as const, { ...CHECK, status }];
    expect(obstacle(checks)).toEqual(why === undefined ? undefined : { name: 'unit', why });
  });

  it('is none where nothing that failed is required', () => {
    expect(obstacle([{ ...CHECK, status: 'failed', required: false }])).toBeUndefined();
    expect(obstacle([])).toBeUndefined();
  });

  it('waits for other machines by their own word', () => {
    expect(obstacle([{ ...CHECK, kind: 'external', status: 'queued' }])?.why).toBe(
      'has not been reported yet',
    );
  });
});

describe('a check', () => {
  it.each([
    ['command', 'running', true, false],
    ['syntax', 'queued', true, false],
    ['syntax', 'failed', false, true],
    ['external', 'queued', false, false],
    ['external', 'passed', false, false],
  ] as const)('of kind %s that is %s moves: %s, can be repeated: %s', (kind, status, moves, again) => {
    expect(moving({ kind, status })).toBe(moves);
    expect(repeatable({ kind, status })).toBe(again);
  });

  it('says what it is, where it stands in the queue and how long it took', () => {
    expect(remarks(CHECK)).toEqual(['required', '1.2 s']);
    expect(remarks({ ...CHECK, status: 'queued', place: 1, duration_ms: null, required: false })).toEqual([
      'optional',
      'next in the queue',
    ]);
    expect(remarks({ ...CHECK, status: 'queued', place: 12, duration_ms: null })).toContain(
      '12 in the queue',
    );
    expect(remarks({ ...CHECK, kind: 'external', status: 'queued', duration_ms: null })).toContain(
      'to be reported',
    );
  });

  it.each([
    [null, undefined],
    [0, '0.0 s'],
    [9_949, '9.9 s'],
    [59_400, '59 s'],
    [185_000, '3 min 5 s'],
  ])('that took %s ms took %s', (millis, text) => {
    expect(formatDuration(millis)).toBe(text);
  });
});

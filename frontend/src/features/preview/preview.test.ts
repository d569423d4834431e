import { describe, expect, it } from 'vitest';
import { describeOutcome, downloadable } from './preview';

const outcome = {
  command: 'make show',
  succeeded: false,
  exit_code: 1,
  ended: 'ended with exit code 1',
  duration_ms: 412,
  output: '',
  cut: false,
};

describe('describeOutcome', () => {
  it('says how it ended and how long it took', () => {
    expect(describeOutcome(outcome)).toBe('The command ended with exit code 1, after 0.4 s');
    expect(describeOutcome({ ...outcome, ended: 'ended in order', duration_ms: 31_600 })).toBe(
      'The command ended in order, after 32 s',
    );
  });
});

describe('downloadable', () => {
  it('leaves out what would not be there', () => {
    const change = {
      form: 'new_code' as const,
      new_code: '',
      diff: null,
      original_code: null,
      encoding: 'utf-8' as const,
      base_sha256: null,
      new_sha256: null,
    };
    expect(
      downloadable([
        { ...change, target_file: 'a', kind: 'create' },
        { ...change, target_file: 'b', kind: 'delete' },
        { ...change, target_file: 'c', kind: 'modify' },
      ]),
    ).toEqual(['a', 'c']);
  });
});

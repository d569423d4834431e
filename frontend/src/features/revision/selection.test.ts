import { describe, expect, test } from 'vitest';
import type { FileDiff, Hunk } from '../diff/model';
import { isKept, KEEP_ALL, keepOf, shareOf, tally, toggled, toggledFile } from './selection';

const hunk: Hunk = { beforeStart: 1, afterStart: 1, section: '', lines: [] };
const changed = { path: 'a.py', kind: 'modify', hunks: [hunk, hunk, hunk] } satisfies Partial<FileDiff>;
const created = { path: 'b.py', kind: 'create', hunks: [hunk] } satisfies Partial<FileDiff>;
const files = [changed, created];

describe('a selection of hunks', () => {
  test('keeps everything at first', () => {
    expect(tally(KEEP_ALL, files)).toEqual({ kept: 4, all: 4 });
    expect(keepOf(KEEP_ALL, files)).toEqual([{ target_file: 'a.py' }, { target_file: 'b.py' }]);
  });

  test('leaves a hunk out and takes it back', () => {
    const without = toggled(KEEP_ALL, 'a.py', 1);
    expect(isKept(without, 'a.py', 1)).toBe(false);
    expect(shareOf(without, changed)).toBe('some');
    expect(keepOf(without, files)[0]).toEqual({ target_file: 'a.py', hunks: [0, 2] });
    expect(toggled(without, 'a.py', 1)).toEqual({ 'a.py': [] });
  });

  test('does not name a file of which nothing is kept', () => {
    const without = toggledFile(KEEP_ALL, created);
    expect(shareOf(without, created)).toBe('none');
    expect(keepOf(without, files)).toEqual([{ target_file: 'a.py' }]);
    expect(tally(toggledFile(without, changed), files)).toEqual({ kept: 0, all: 4 });
  });

  test('takes a file whole that was kept in part', () => {
    expect(shareOf(toggledFile(toggled(KEEP_ALL, 'a.py', 2), changed), changed)).toBe('all');
  });

  test('knows no file by the name of what every object has', () => {
    expect(isKept(KEEP_ALL, 'constructor', 0)).toBe(true);
  });
});

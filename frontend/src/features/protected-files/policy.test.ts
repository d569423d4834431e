import { describe, expect, it } from 'vitest';
import type { ProtectedFile } from '../../api/patch-requests';
import { changed, loosenings, matched, type PolicyChange, type PolicyEntry, sections } from './policy';

function entry(text: string, source: PolicyEntry['source'], group: string | null = null): PolicyEntry {
  return { entry: text, kind: 'pattern', source, group, added_by: null, added_at: null };
}

function change(at: string, kind: PolicyChange['change'], removed: string[] = []): PolicyChange {
  return { at, change: kind, removed, removed_total: removed.length, added: [], added_total: 0 };
}

describe('sections', () => {
  it('puts entries by source and by group, in the order in which groups appear', () => {
    const given = [
      entry('k1', 'policy', 'kernel'),
      entry('p', 'policy'),
      entry('k2', 'policy', 'kernel'),
      entry('.git', 'always', 'git'),
      entry('late', 'added'),
    ];
    expect(sections(given).map(({ title, entries }) => [title, entries.map(each => each.entry)])).toEqual([
      ['By the policy: kernel (2)', ['k1', 'k2']],
      ['By the policy (1)', ['p']],
      ['Added by admins (1)', ['late']],
      ['Always, whatever the policy says: git (1)', ['.git']],
    ]);
  });
});

describe('loosenings', () => {
  it('keeps what may have freed something within thirty days', () => {
    const now = new Date('2026-11-30T00:00:00Z');
    const kept = [change('2026-11-29T00:00:00Z', 'loosened'), change('2026-11-01T00:00:00Z', 'changed')];
    const others = [change('2026-11-29T00:00:00Z', 'tightened'), change('2026-10-01T00:00:00Z', 'loosened')];
    expect(loosenings([...kept, ...others], now)).toEqual(kept);
  });
});

describe('changed', () => {
  it('names five entries and counts the others', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(changed(change('2026-11-29T00:00:00Z', 'loosened', many))).toBe(
      'No longer in it: a, b, c, d, e and 2 more.',
    );
  });

  it('says when only the order or a group changed', () => {
    expect(changed(change('2026-11-29T00:00:00Z', 'changed'))).toBe(
      'The order or the groups of its entries are others.',
    );
  });
});

describe('matched', () => {
  const added: ProtectedFile = {
    pattern: 'src/**',
    workspace: 'default',
    added: true,
    matches: { files: ['src/a\u202e.py'], total: 1, complete: true },
  };

  it('shows what would not show in a name', () => {
    expect(matched(added)).toBe('src/** matches 1 file now: src/a⟦U+202E⟧.py.');
  });

  it('says when nothing matches, and when not everything was looked at', () => {
    expect(matched({ ...added, matches: { files: [], total: 0, complete: true } })).toBe(
      'src/** matches no file yet.',
    );
    expect(matched({ ...added, matches: { files: ['a'], total: 9, complete: false } })).toBe(
      'src/** matches at least 9 files now: a and 8 more.',
    );
  });
});

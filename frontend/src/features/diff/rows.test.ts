import { describe, expect, it } from 'vitest';
import { type FileDiff, parseDiff } from './model';
import { linesBefore, linesOf, type Row, rowsOf } from './rows';

const BEFORE = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`);
const AFTER = BEFORE.with(9, 'line ten').toSpliced(20, 1);
const DIFF = `diff --git a/a b/a
--- a/a
+++ b/a
@@ -7,7 +7,7 @@ section
 line 7
 line 8
 line 9
-line 10
+line ten
 line 11
 line 12
 line 13
@@ -18,7 +18,6 @@
 line 18
 line 19
 line 20
-line 21
 line 22
 line 23
 line 24
`;
const file = parseDiff(DIFF)[0] as FileDiff;
const NONE: ReadonlySet<number> = new Set();

function sketch(rows: readonly Row[]): string[] {
  return rows.map(row => {
    if (row.kind === 'gap') return `… ${row.count} ${row.section}`.trim();
    if (row.kind === 'hunk') return `hunk ${row.index}`;
    if (row.kind === 'unified') return `${row.cell.line.kind} ${row.cell.line.text}`;
    return `${row.before?.line.text ?? ''} | ${row.after?.line.text ?? ''}`;
  });
}

describe('rowsOf', () => {
  it('begins each hunk with a row to choose it by, where hunks are chosen', () => {
    const rows = sketch(rowsOf(file, { view: 'unified', content: AFTER, opened: NONE, choosing: true }));
    expect(rows.filter(row => row.startsWith('hunk'))).toEqual(file.hunks.map((_, i) => `hunk ${i}`));
    expect(rows[1]).toBe('hunk 0');
  });

  it('lays lines below each other, with gaps where lines are left out', () => {
    const rows = sketch(rowsOf(file, { view: 'unified', content: AFTER, opened: NONE }));
    expect(rows[0]).toBe('… 6 section');
    expect(rows.slice(4, 6)).toEqual(['delete line 10', 'add line ten']);
    expect(rows[9]).toBe('… 4');
    expect(rows.at(-1)).toBe('… 6');
  });

  it('lays deletions beside the additions that follow them', () => {
    const rows = sketch(rowsOf(file, { view: 'split', content: AFTER, opened: NONE }));
    expect(rows).toContain('line 10 | line ten');
    expect(rows).toContain('line 21 | ');
    expect(rows).toContain('line 22 | line 22');
  });

  it('opens a gap with the right lines and numbers', () => {
    const rows = rowsOf(file, { view: 'unified', content: AFTER, opened: new Set([0, 1, 2]) });
    const lines = rows.flatMap(row => (row.kind === 'unified' ? [row.cell.line] : []));
    expect(lines.filter(line => line.kind !== 'delete').map(line => line.text)).toEqual(AFTER);
    expect(lines.filter(line => line.kind !== 'delete').map(line => line.after)).toEqual(
      AFTER.map((_, i) => i + 1),
    );
    expect(lines.filter(line => line.kind !== 'add').map(line => line.text)).toEqual(BEFORE);
    expect(lines.filter(line => line.kind !== 'add').map(line => line.before)).toEqual(
      BEFORE.map((_, i) => i + 1),
    );
  });

  it('has no gap after the end where the content is not known', () => {
    const rows = rowsOf(file, { view: 'unified', content: undefined, opened: NONE });
    expect(rows.at(-1)?.kind).toBe('unified');
  });

  it('marks what changed within a pair', () => {
    const rows = rowsOf(file, { view: 'split', content: AFTER, opened: NONE });
    const pair = rows.find(row => row.kind === 'split' && row.before?.line.kind === 'delete');
    expect(pair).toMatchObject({
      before: { changed: [{ start: 5, end: 7 }] },
      after: { changed: [{ start: 5, end: 8 }] },
    });
  });

  it('shows a created file without gaps', () => {
    const created = parseDiff(
      'diff --git a/a b/a\nnew file mode 100644\n--- /dev/null\n+++ b/a\n@@ -0,0 +1,2 @@\n+x\n+y\n',
    );
    const rows = rowsOf(created[0] as FileDiff, { view: 'split', content: ['x', 'y'], opened: NONE });
    expect(sketch(rows)).toEqual([' | x', ' | y']);
  });

  it('lays out 5,000 changed lines, each beside what it became', () => {
    const text = Array.from({ length: 2_500 }, (_, i) => `-    old_${i} = call(${i})`).join('\n');
    const more = text.replaceAll('-    old_', '+    new_');
    const [large] = parseDiff(
      `diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2500 +1,2500 @@\n${text}\n${more}\n`,
    );
    const rows = rowsOf(large as FileDiff, { view: 'split', content: undefined, opened: NONE });
    expect(rows).toHaveLength(2_500);
    expect(rows.every(row => row.kind === 'split' && row.before?.changed.length === 1)).toBe(true);
  });
});

describe('linesBefore', () => {
  it('works the lines before the change out of those after it', () => {
    expect(linesBefore(file, AFTER)).toEqual(BEFORE);
  });

  it('refuses a content that the diff does not lead to', () => {
    expect(linesBefore(file, BEFORE)).toBeUndefined();
  });

  it('of a deleted file is the file', () => {
    const [gone] = parseDiff(
      'diff --git a/a b/a\ndeleted file mode 100644\n--- a/a\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-x\n-y\n',
    );
    expect(linesBefore(gone as FileDiff, [])).toEqual(['x', 'y']);
  });
});

describe('linesOf', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\n', ['a', '']],
    ['a\r\nb', ['a\r', 'b']],
  ])('of %j is %j', (text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });
});

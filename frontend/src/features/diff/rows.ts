import type { DiffLine, FileDiff } from './model';
import { pairLines, type Span, wordChange } from './words';

/** One line on one side of a row, with what changed within it. */
export interface Cell {
  readonly line: DiffLine;
  readonly changed: readonly Span[];
}

/** Unchanged lines that the diff leaves out. */
export interface Gap {
  readonly kind: 'gap';
  readonly id: number;
  readonly beforeStart: number;
  readonly afterStart: number;
  /** Undefined for the rest of a file whose length is not known. */
  readonly count: number | undefined;
  readonly section: string;
}

export type Row =
  | Gap
  /** The beginning of a hunk, where hunks can be chosen. */
  | { readonly kind: 'hunk'; readonly index: number }
  | { readonly kind: 'unified'; readonly cell: Cell }
  | { readonly kind: 'split'; readonly before: Cell | undefined; readonly after: Cell | undefined };

export type View = 'unified' | 'split';

export interface Shown {
  readonly view: View;
  /** The file after the change, where it is known and fits the diff; then gaps can be opened. */
  readonly content: readonly string[] | undefined;
  /** The ids of the gaps that the reader opened. */
  readonly opened: ReadonlySet<number>;
  /** Whether each hunk of a changed file has a row to choose it by. */
  readonly choosing?: boolean;
}

/** A file's diff as rows from top to bottom. */
export function rowsOf(file: FileDiff, { view, content, opened, choosing = false }: Shown): Row[] {
  const rows: Row[] = [];
  let before = 1;
  let after = 1;
  const whole = file.kind !== 'modify';
  const gap = (id: number, count: number | undefined, section: string) => {
    if (count === 0 && section === '') return;
    if (opened.has(id) && content !== undefined) {
      const lines = content.slice(after - 1, after - 1 + (count ?? 0));
      const open = lines.map((text, i) => context(text, before + i, after + i));
      rows.push(...(view === 'split' ? splitRows(open) : unifiedRows(open)));
    } else {
      rows.push({ kind: 'gap', id, beforeStart: before, afterStart: after, count, section });
    }
  };
  file.hunks.forEach((hunk, index) => {
    // A hunk that adds to an empty side says line 0.
    const start = Math.max(1, hunk.afterStart);
    if (!whole) gap(index, Math.max(0, start - after), hunk.section);
    if (choosing && !whole) rows.push({ kind: 'hunk', index });
    rows.push(...(view === 'split' ? splitRows(hunk.lines) : unifiedRows(hunk.lines)));
    before = Math.max(1, hunk.beforeStart) + hunk.lines.filter(line => line.kind !== 'add').length;
    after = start + hunk.lines.filter(line => line.kind !== 'delete').length;
  });
  if (!whole && content !== undefined) gap(file.hunks.length, Math.max(0, content.length - after + 1), '');
  return rows;
}

function context(text: string, before: number, after: number): DiffLine {
  return { kind: 'context', text, before, after, unended: false };
}

function changes(lines: readonly DiffLine[]): (line: DiffLine) => Cell {
  const pairs = pairLines(lines);
  return line => {
    const other = pairs.get(line);
    if (other === undefined) return { line, changed: [] };
    const change =
      line.kind === 'delete' ? wordChange(line.text, other.text) : wordChange(other.text, line.text);
    return { line, changed: (line.kind === 'delete' ? change?.before : change?.after) ?? [] };
  };
}

function unifiedRows(lines: readonly DiffLine[]): Row[] {
  const cell = changes(lines);
  return lines.map(line => ({ kind: 'unified', cell: cell(line) }));
}

/** Deletions stand beside the additions that follow them. */
function splitRows(lines: readonly DiffLine[]): Row[] {
  const cell = changes(lines);
  const rows: Row[] = [];
  let at = 0;
  while (at < lines.length) {
    const deleted: DiffLine[] = [];
    const added: DiffLine[] = [];
    for (let line = lines[at]; line?.kind === 'delete'; line = lines[++at]) deleted.push(line);
    for (let line = lines[at]; line?.kind === 'add'; line = lines[++at]) added.push(line);
    for (let i = 0; i < Math.max(deleted.length, added.length); i++) {
      const [left, right] = [deleted[i], added[i]];
      rows.push({ kind: 'split', before: left && cell(left), after: right && cell(right) });
    }
    const line = lines[at];
    if (line?.kind === 'context') {
      const both = cell(line);
      rows.push({ kind: 'split', before: both, after: both });
      at++;
    }
  }
  return rows;
}

/** A file's text as lines, as the diff counts them. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * The lines before the change, worked out from those after it; undefined where the content is not what the diff leads
 * to, so that nothing is ever shown as unchanged context that is not.
 */
export function linesBefore(file: FileDiff, content: readonly string[]): string[] | undefined {
  const before: string[] = [];
  let at = 0;
  for (const hunk of file.hunks) {
    const start = Math.max(
      0,
      hunk.lines.some(line => line.kind !== 'delete') ? hunk.afterStart - 1 : hunk.afterStart,
    );
    before.push(...content.slice(at, start));
    at = start;
    for (const line of hunk.lines) {
      if (line.kind !== 'add') before.push(line.text);
      if (line.kind === 'delete') continue;
      if (content[at] !== line.text) return undefined;
      at++;
    }
  }
  before.push(...content.slice(at));
  return before;
}

/*
 * A unified diff as data. The text is the server's own, see its `UnifiedDiff`; what it quotes was written by an agent, so
 * the numbers in the hunk headers say where a hunk ends, never what a line looks like.
 */

export type LineKind = 'context' | 'add' | 'delete';

export interface DiffLine {
  readonly kind: LineKind;
  /** Without the line's end. A carriage return before it is kept. */
  readonly text: string;
  /** The line's number before the change; undefined for an added line. */
  readonly before: number | undefined;
  /** The line's number after the change; undefined for a deleted line. */
  readonly after: number | undefined;
  /** True for the last line of a file that does not end in a line feed. */
  readonly unended: boolean;
}

export interface Hunk {
  readonly beforeStart: number;
  readonly afterStart: number;
  /** What follows the numbers: the function or section the hunk is in. */
  readonly section: string;
  readonly lines: readonly DiffLine[];
}

export type ChangeKind = 'create' | 'modify' | 'delete';

export interface FileDiff {
  readonly path: string;
  readonly kind: ChangeKind;
  readonly executable: boolean;
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly deleted: number;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/s;

/** Reads the diff of a change set. Text that is no diff gives no files; a diff that breaks off gives what was whole. */
export function parseDiff(diff: string): FileDiff[] {
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const files: FileDiff[] = [];
  let at = 0;
  while (at < lines.length) {
    if (!lines[at]?.startsWith('diff --git ')) {
      at++;
      continue;
    }
    const { file, next } = readFile(lines, at);
    files.push(file);
    at = next;
  }
  return files;
}

function readFile(lines: readonly string[], start: number): { file: FileDiff; next: number } {
  let path = pathOfGitLine(lines[start] ?? '');
  let kind: ChangeKind = 'modify';
  let executable = false;
  let at = start + 1;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('diff --git ') || line.startsWith('@@ ')) break;
    if (line.startsWith('new file mode ')) kind = 'create';
    else if (line.startsWith('deleted file mode ')) kind = 'delete';
    else if (line.startsWith('--- ')) path = pathOfName(line.slice(4)) ?? path;
    else if (line.startsWith('+++ ')) path = pathOfName(line.slice(4)) ?? path;
    executable ||= line.endsWith(' mode 100755');
  }
  const hunks: Hunk[] = [];
  while (lines[at]?.startsWith('@@ ')) {
    const read = readHunk(lines, at);
    if (read === undefined) break;
    hunks.push(read.hunk);
    at = read.next;
  }
  const all = hunks.flatMap(hunk => hunk.lines);
  const file = {
    path,
    kind,
    executable,
    hunks,
    added: all.filter(line => line.kind === 'add').length,
    deleted: all.filter(line => line.kind === 'delete').length,
  };
  return { file, next: at };
}

function readHunk(lines: readonly string[], start: number): { hunk: Hunk; next: number } | undefined {
  const header = HUNK.exec(lines[start] ?? '');
  if (header === null) return undefined;
  const beforeStart = Number(header[1]);
  const afterStart = Number(header[3]);
  const beforeEnd = beforeStart + Number(header[2] ?? 1);
  const afterEnd = afterStart + Number(header[4] ?? 1);
  let before = beforeStart;
  let after = afterStart;
  const read: DiffLine[] = [];
  let at = start + 1;
  for (; at < lines.length && (before < beforeEnd || after < afterEnd); at++) {
    const line = lines[at] ?? '';
    const kind = KINDS[line.charAt(0)];
    if (kind === undefined) break;
    const unended = lines[at + 1]?.startsWith('\\ ') ?? false;
    read.push({
      kind,
      text: line.slice(1),
      before: kind === 'add' ? undefined : before,
      after: kind === 'delete' ? undefined : after,
      unended,
    });
    if (kind !== 'add') before++;
    if (kind !== 'delete') after++;
    if (unended) at++;
  }
  return { hunk: { beforeStart, afterStart, section: header[5] ?? '', lines: read }, next: at };
}

const KINDS: Readonly<Record<string, LineKind>> = { ' ': 'context', '+': 'add', '-': 'delete' };

/** The one path of `diff --git a/path b/path`; both names are the same but for their first letter. */
function pathOfGitLine(line: string): string {
  const names = line.slice('diff --git '.length);
  if (names.startsWith('"')) {
    const end = names.search(/(?<!\\)(?:\\\\)*" /);
    return pathOfName(names.slice(0, end < 0 ? undefined : names.indexOf('" ', end) + 1)) ?? names;
  }
  return pathOfName(names.slice(0, (names.length - 1) / 2)) ?? names;
}

/** `a/path` or `b/path`, quoted as git quotes or not; undefined for `/dev/null`. */
function pathOfName(name: string): string | undefined {
  const bare = name.endsWith('\t') ? name.slice(0, -1) : name;
  if (bare === '/dev/null') return undefined;
  const plain = bare.startsWith('"') && bare.endsWith('"') ? unquote(bare.slice(1, -1)) : bare;
  return plain.slice(2);
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** Git's C string: octal bytes of UTF-8, and letters for some controls. */
function unquote(quoted: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [piece] of quoted.matchAll(/\\[0-7]{3}|\\.|[^\\]+/gs)) {
    if (/^\\[0-7]{3}$/.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 8));
    else if (piece.startsWith('\\')) bytes.push(ESCAPES[piece.charAt(1)] ?? piece.charCodeAt(1));
    else bytes.push(...encoder.encode(piece));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

import type { DiffLine } from './model';

/** From here, up to but not including there, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What differs within a pair of lines. */
export interface WordChange {
  readonly before: readonly Span[];
  readonly after: readonly Span[];
}

const TOKEN = /[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;
/** The table of the comparison has at most this many cells; longer middles count as wholly different. */
const MOST_CELLS = 40_000;
/** A pair of which the shorter has less than this share in common was not edited but replaced, and marks would only be noise. */
const ALIKE = 0.5;

/** What differs between two lines by words; undefined where they have too little in common to be compared. */
export function wordChange(before: string, after: string): WordChange | undefined {
  const a = before.match(TOKEN) ?? [];
  const b = after.match(TOKEN) ?? [];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;

  const kept = commonTokens(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const keptBefore = a.map((_, i) => i < head || i >= a.length - tail || kept.before.has(i - head));
  const keptAfter = b.map((_, i) => i < head || i >= b.length - tail || kept.after.has(i - head));
  const common = length(solid(a.filter((_, i) => keptBefore[i])));
  const total = Math.min(length(solid(a)), length(solid(b)));
  if (total === 0 ? a.length * b.length === 0 : common / total < ALIKE) return undefined;
  return { before: spans(a, keptBefore), after: spans(b, keptAfter) };
}

/** The longest common subsequence, as the places of its tokens on either side. */
function commonTokens(a: readonly string[], b: readonly string[]) {
  const before = new Set<number>();
  const after = new Set<number>();
  if (a.length * b.length > MOST_CELLS) return { before, after };
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      before.add(i++);
      after.add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return { before, after };
}

/** The stretches of tokens that were not kept, joined over blanks between two of them. */
function spans(tokens: readonly string[], kept: readonly boolean[]): Span[] {
  const found: Span[] = [];
  let at = 0;
  tokens.forEach((token, i) => {
    const end = at + token.length;
    const blankBetween = kept[i] && token.trim() === '' && kept[i - 1] === false && kept[i + 1] === false;
    if (!kept[i] || blankBetween) {
      const last = found.at(-1);
      if (last?.end === at) found[found.length - 1] = { start: last.start, end };
      else found.push({ start: at, end });
    }
    at = end;
  });
  return found;
}

function solid(tokens: readonly string[]): string[] {
  return tokens.filter(token => token.trim() !== '');
}

function length(tokens: readonly string[]): number {
  return tokens.reduce((sum, token) => sum + token.length, 0);
}

/**
 * Which deleted line became which added one: within each run of deletions followed by additions, in order. The answer
 * holds both lines of a pair.
 */
export function pairLines(lines: readonly DiffLine[]): Map<DiffLine, DiffLine> {
  const pairs = new Map<DiffLine, DiffLine>();
  let at = 0;
  while (at < lines.length) {
    const deleted = run(lines, at, 'delete');
    const added = run(lines, at + deleted, 'add');
    for (let i = 0; i < Math.min(deleted, added); i++) {
      const before = lines[at + i];
      const after = lines[at + deleted + i];
      if (before === undefined || after === undefined) continue;
      pairs.set(before, after);
      pairs.set(after, before);
    }
    at += Math.max(1, deleted + added);
  }
  return pairs;
}

function run(lines: readonly DiffLine[], start: number, kind: DiffLine['kind']): number {
  let end = start;
  while (lines[end]?.kind === kind) end++;
  return end - start;
}

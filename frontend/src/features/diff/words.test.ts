import { describe, expect, it } from 'vitest';
import { parseDiff } from './model';
import { pairLines, type Span, wordChange } from './words';

const marked = (text: string, spans: readonly Span[]) =>
  spans.map(({ start, end }) => text.slice(start, end));

function words(before: string, after: string) {
  const change = wordChange(before, after);
  return change && [marked(before, change.before), marked(after, change.after)];
}

describe('wordChange', () => {
  it.each([
    ['return list(events)', 'return sorted(events)', ['list'], ['sorted']],
    ['a = 1', 'a = 1  # one', [], ['  # one']],
    ['size = 3', 'size = 5', ['3'], ['5']],
    ['  x = y', '    x = y', ['  '], ['    ']],
    ['f(a, b, c)', 'f(a, c)', ['b, '], []],
    ['same', 'same', [], []],
    ['  ', '    ', ['  '], ['    ']],
    ['return list(events)', 'return [e for e in events if e]', ['list(', ')'], ['[e for e in ', ' if e]']],
  ])('of %j and %j', (before, after, gone, come) => {
    expect(words(before, after)).toEqual([gone, come]);
  });

  it('joins words that stand beside each other', () => {
    expect(words('call the old thing now', 'call the new stuff now')).toEqual([['old thing'], ['new stuff']]);
  });

  it('gives up on lines that have little in common', () => {
    expect(wordChange('import os', 'class Window:')).toBeUndefined();
  });

  it('takes the middle of very long lines for wholly different', () => {
    const many = (letter: string) => Array.from({ length: 1_000 }, (_, i) => `${letter}${i % 500}`).join(' ');
    expect(
      words(
        `same start of the line, ${'x'.repeat(5_000)} ${many('a')}`,
        `same start of the line, ${'x'.repeat(5_000)} ${many('a')} a1 ${many('b')}`,
      ),
    ).toEqual([[], [` a1 ${many('b')}`]]);
  });

  it('covers every letter that differs', () => {
    const change = wordChange('let total = price * 2;', 'let total = price * rate;');
    const rest = (text: string, spans: readonly Span[] = []) =>
      [...text].filter((_, i) => !spans.some(span => i >= span.start && i < span.end)).join('');
    expect(rest('let total = price * 2;', change?.before)).toBe(
      rest('let total = price * rate;', change?.after),
    );
  });
});

describe('pairLines', () => {
  it('pairs deletions with the additions after them, in order', () => {
    const [file] = parseDiff(
      'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,4 +1,4 @@\n-a\n-b\n+c\n x\n+d\n+e\n-f\n',
    );
    const lines = file?.hunks[0]?.lines ?? [];
    const pairs = pairLines(lines);
    expect([...pairs].map(([one, other]) => one.text + other.text)).toEqual(['ac', 'ca']);
  });
});

import { describe, expect, it } from 'vitest';
import { languageOf, tokensByLine } from './highlight';
import { segmentsOf } from './segments';

describe('segmentsOf', () => {
  it('cuts along tokens and changes', () => {
    const segments = segmentsOf(
      'return list(x)',
      [{ start: 0, end: 6, name: 'keyword' }],
      [{ start: 4, end: 11 }],
    );
    expect(segments.map(({ text, token, changed }) => [text, token, changed])).toEqual([
      ['retu', 'keyword', false],
      ['rn', 'keyword', true],
      [' list', undefined, true],
      ['(x)', undefined, false],
    ]);
  });

  it('names what would not show', () => {
    const segments = segmentsOf('if x\u202e:', [], []);
    expect(segments[1]).toEqual({
      text: 'U+202E',
      token: undefined,
      changed: false,
      unseen: 'right-to-left override',
    });
  });

  it('leaves markup as text', () => {
    expect(segmentsOf('<img onerror=alert(1)>', [], []).map(segment => segment.text)).toEqual([
      '<img onerror=alert(1)>',
    ]);
  });

  it('keeps within a line that is cut short', () => {
    const segments = segmentsOf('abc', [{ start: 1, end: 900, name: 'string' }], [{ start: 800, end: 900 }]);
    expect(segments.map(segment => segment.text).join('')).toBe('abc');
  });

  it('of nothing is nothing', () => {
    expect(segmentsOf('', [], [])).toEqual([]);
  });
});

describe('tokensByLine', () => {
  it('cuts a token that spans lines', () => {
    const text = (value: string) => ({ type: 'text', value }) as const;
    const element = (name: string, ...children: ReturnType<typeof text>[]) =>
      ({ type: 'element', properties: { className: [`hljs-${name}`] }, children }) as const;
    expect(
      tokensByLine({ children: [text('a = '), element('string', text('"""b\nc"""')), text('\n')] }),
    ).toEqual([[{ start: 4, end: 8, name: 'string' }], [{ start: 0, end: 4, name: 'string' }], []]);
  });
});

describe('languageOf', () => {
  it.each([
    ['src/a.py', 'python'],
    ['Dockerfile', 'dockerfile'],
    ['a/b.TSX', 'typescript'],
    ['LICENSE', undefined],
    ['x.constructor', undefined],
    ['.gitignore', undefined],
  ])('of %s is %s', (path, language) => {
    expect(languageOf(path)).toBe(language);
  });
});

import { describe, expect, it } from 'vitest';
import { bounded, safePath, visibleParts, visibleText } from './visible';

describe('visibleText', () => {
  it.each([
    ['plain text, 100 %', 'plain text, 100 %'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['admin\u202e// \u2066', 'admin⟦U+202E⟧// ⟦U+2066⟧'],
    ['pass\u200bword', 'pass⟦U+200B⟧word'],
    ['\ufeffimport os', '⟦U+FEFF⟧import os'],
    ['a\u0000b\u001b[31m', 'a⟦U+0000⟧b⟦U+001B⟧[31m'],
    ['a\rb', 'a⟦U+000D⟧b'],
    ['\u00ad\u2028\u3164\u115f', '⟦U+00AD⟧⟦U+2028⟧⟦U+3164⟧⟦U+115F⟧'],
    ['\u{e0041}\u{e0042}', '⟦U+E0041⟧⟦U+E0042⟧'],
    ['\ud800', '⟦U+D800⟧'],
    ['\ue000', '⟦U+E000⟧'],
  ])('of %j is %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each(['a\tb\nc', 'שלום עולם', 'مرحبا', '日本語', 'é', '👍🏽', '❤️', ''])('leaves %j alone', text => {
    expect(visibleText(text)).toBe(text);
  });

  it('names every bidi control', () => {
    for (const point of [
      0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
    ]) {
      const [part] = visibleParts(String.fromCodePoint(point));
      expect(part).toMatchObject({ kind: 'mark' });
      expect(part?.kind === 'mark' && part.name).not.toBe('invisible character');
    }
  });

  it('leaves nothing out and adds nothing', () => {
    const text = 'a\u200b\u202eb\u0000';
    const lengths = visibleParts(text).map(part => (part.kind === 'text' ? part.text.length : 1));
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(text.length);
  });
});

describe('bounded', () => {
  it('keeps what fits', () => {
    expect(bounded('abc', 3)).toEqual({ shown: 'abc', hidden: 0 });
  });

  it('says how much it hides', () => {
    expect(bounded('a'.repeat(10_000), 400)).toEqual({ shown: 'a'.repeat(400), hidden: 9_600 });
  });

  it('does not cut a character in two', () => {
    expect(bounded('a👍b', 2)).toEqual({ shown: 'a', hidden: 3 });
  });
});

describe('safePath', () => {
  it.each(['/api/checks/1/log', '/x?y=1'])('takes %s', address => {
    expect(safePath(address)).toBe(address);
  });

  it.each([
    'javascript:alert(1)',
    ' /x',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'data:text/html,x',
    '',
    null,
  ])('refuses %s', address => {
    expect(safePath(address)).toBeUndefined();
  });
});

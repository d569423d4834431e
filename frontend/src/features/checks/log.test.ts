import { describe, expect, it } from 'vitest';
import { plain, tail } from './log';

describe('a log', () => {
  it.each([
    ['\u001b[31mFAILED\u001b[0m a', 'FAILED a'],
    ['\u001b[1;38;5;9mx\u001b[m', 'x'],
    ['a\r\nb', 'a\nb'],
    // What moves the cursor or speaks to the terminal is no colour, and stays to be seen.
    ['a\u001b[2Kb\u001b]0;t\u0007c\rd', 'a\u001b[2Kb\u001b]0;t\u0007c\rd'],
    ['[31m', '[31m'],
  ])('of %j is %j without its colours', (log, text) => {
    expect(plain(log)).toBe(text);
  });

  it.each([
    ['short', 10, 'short', 0],
    ['one\ntwo\nthree\n', 8, 'three\n', 8],
    ['a'.repeat(20), 5, 'aaaaa', 15],
    ['a👍b', 2, 'b', 3],
  ])('of %j is shown by its end, at most %d characters', (log, limit, shown, before) => {
    expect(tail(log, limit)).toEqual({ shown, before });
  });
});

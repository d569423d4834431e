import { describe, expect, it } from 'vitest';
import { labelOf, SHORTCUTS } from './shortcuts';

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });
const shown = SHORTCUTS.flatMap(group => group.keys.flatMap(({ keys }) => keys));

/** The keys of every `useKeys({ a: () => …, '?': () => … })`. */
function keysOf(source: string): string[] {
  return [...source.matchAll(/useKeys\(\{.*?\}\);/gs)].flatMap(([call]) =>
    [...call.matchAll(/'?([A-Za-z?]+)'?: \(\) =>/g)].map(([, key]) => key ?? ''),
  );
}

describe('the shortcuts that are shown', () => {
  const used = new Set(Object.values(sources).flatMap(keysOf));

  it('are those that the pages act on', () => {
    expect([...used].sort()).toEqual([...shown].sort());
  });

  it('are written as on a keyboard', () => {
    expect(['a', 'ArrowUp', 'Escape'].map(labelOf)).toEqual(['a', '↑', 'Esc']);
  });
});

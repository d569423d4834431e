import { describe, expect, it } from 'vitest';

const components = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });
const styles = import.meta.glob<string>('../**/*.module.css', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The files in which something is found that should not be there. */
function offenders(sources: Record<string, string>, wrong: (source: string) => boolean): string[] {
  return Object.entries(sources)
    .filter(([, source]) => wrong(source))
    .map(([path]) => path);
}

describe('the sources', () => {
  it('are found', () => {
    expect(Object.keys(components).length).toBeGreaterThan(50);
    expect(Object.keys(styles).length).toBeGreaterThan(20);
  });

  it('have no component of 200 lines', () => {
    expect(offenders(components, source => source.split('\n').length > 200)).toEqual([]);
  });

  it('take colours from the tokens alone', () => {
    expect(offenders(styles, source => /#[\da-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(/i.test(source))).toEqual([]);
  });

  it('make no markup of text', () => {
    expect(offenders(components, source => /dangerouslySetInnerHTML|\.innerHTML/.test(source))).toEqual([]);
  });
});

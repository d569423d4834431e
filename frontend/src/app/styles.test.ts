import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });
const stylesheets = Object.keys(import.meta.glob('/node_modules/@mantine/core/styles/*.layer.css'));
const styles = Object.values(
  import.meta.glob<string>('./styles.css', { query: '?raw', import: 'default', eager: true }),
).join();

function componentsOf(source: string): string[] {
  const names = [...source.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(
    found => found[1]?.split(',') ?? [],
  );
  return names.map(name => name.trim()).filter(name => /^[A-Z]/.test(name));
}

describe('styles.css', () => {
  const used = new Set(Object.values(sources).flatMap(componentsOf));
  const styled = [...used].filter(name => stylesheets.some(path => path.endsWith(`/${name}.layer.css`)));

  it('finds the Mantine components in use', () => {
    expect(styled).toContain('Button');
  });

  it.each(styled)('imports the stylesheet of %s', name => {
    expect(styles).toContain(`@mantine/core/styles/${name}.layer.css`);
  });
});

import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What a page may load before it shows anything, in bytes of JavaScript as compressed by gzip. */
const MOST = 200_000;

/** Says how much the first load is, and fails a build in which it is too much. */
export function firstLoad(): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    generateBundle(_, bundle) {
      const size = (name: string, seen: Set<string>): number => {
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk' || seen.has(name)) return 0;
        seen.add(name);
        const own = gzipSync(chunk.code, { level: 9 }).length;
        return chunk.imports.reduce((sum, imported) => sum + size(imported, seen), own);
      };
      const seen = new Set<string>();
      const entries = Object.keys(bundle).filter(name => {
        const chunk = bundle[name];
        return chunk?.type === 'chunk' && chunk.isEntry;
      });
      const bytes = entries.reduce((sum, name) => sum + size(name, seen), 0);
      const said = `The first load is ${Math.ceil(bytes / 1_000)} KB of compressed JavaScript`;
      if (bytes > MOST) this.error(`${said}, more than ${MOST / 1_000}: load something on demand.`);
      console.log(`${said}.`);
    },
  };
}

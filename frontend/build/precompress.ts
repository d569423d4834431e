import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

const COMPRESSIBLE = new Set(['.js', '.css', '.svg', '.json', '.txt']);
const WORTH_IT = 1024;

/**
 * Writes a `.gz` and a `.br` beside every built asset that is smaller for it, for the server to send as they are.
 * index.html has none: the server puts a nonce into each copy it sends.
 */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const files = (await readdir(dir, { recursive: true, withFileTypes: true }))
        .filter(entry => entry.isFile() && COMPRESSIBLE.has(extname(entry.name)))
        .map(entry => join(entry.parentPath, entry.name));
      await Promise.all(files.map(compress));
    },
  };
}

async function compress(file: string): Promise<void> {
  const plain = await readFile(file);
  if (plain.length < WORTH_IT) return;
  const smaller = await Promise.all([
    gz(plain, { level: 9 }).then(bytes => ({ bytes, suffix: '.gz' })),
    brotli(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    }).then(bytes => ({ bytes, suffix: '.br' })),
  ]);
  for (const { bytes, suffix } of smaller) {
    if (bytes.length < plain.length) await writeFile(file + suffix, bytes);
  }
}

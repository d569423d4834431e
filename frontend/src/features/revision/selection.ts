import type { KeptFile } from '../../api/revisions';
import type { FileDiff } from '../diff/model';

/** The hunks that are left out, by file; a file that is created, deleted or empty is one hunk. */
export type Dropped = Readonly<Record<string, readonly number[]>>;

export const KEEP_ALL: Dropped = {};

type Shape = Pick<FileDiff, 'path' | 'kind' | 'hunks'>;

/** What can be chosen of a file one by one. */
export function partsOf(file: Shape): number {
  return file.kind === 'modify' ? Math.max(1, file.hunks.length) : 1;
}

function droppedOf(dropped: Dropped, path: string): readonly number[] {
  return Object.hasOwn(dropped, path) ? (dropped[path] ?? []) : [];
}

export function isKept(dropped: Dropped, path: string, hunk: number): boolean {
  return !droppedOf(dropped, path).includes(hunk);
}

export function toggled(dropped: Dropped, path: string, hunk: number): Dropped {
  const before = droppedOf(dropped, path);
  const after = before.includes(hunk) ? before.filter(each => each !== hunk) : [...before, hunk];
  return { ...dropped, [path]: after };
}

export function shareOf(dropped: Dropped, file: Shape): 'all' | 'some' | 'none' {
  const out = droppedOf(dropped, file.path).length;
  return out === 0 ? 'all' : out >= partsOf(file) ? 'none' : 'some';
}

/** Takes a whole file where a part is missing, and leaves it out where it is whole. */
export function toggledFile(dropped: Dropped, file: Shape): Dropped {
  const out = shareOf(dropped, file) === 'all' ? Array.from({ length: partsOf(file) }, (_, i) => i) : [];
  return { ...dropped, [file.path]: out };
}

/** How many parts there are, and how many are kept. A revision needs some of them, not all. */
export function tally(dropped: Dropped, files: readonly Shape[]): { kept: number; all: number } {
  const all = files.reduce((sum, file) => sum + partsOf(file), 0);
  const out = files.reduce((sum, file) => sum + droppedOf(dropped, file.path).length, 0);
  return { kept: all - out, all };
}

/** What the server is told to keep. */
export function keepOf(dropped: Dropped, files: readonly Shape[]): KeptFile[] {
  return files
    .filter(file => shareOf(dropped, file) !== 'none')
    .map(file =>
      shareOf(dropped, file) === 'all'
        ? { target_file: file.path }
        : {
            target_file: file.path,
            hunks: file.hunks.map((_, i) => i).filter(i => isKept(dropped, file.path, i)),
          },
    );
}

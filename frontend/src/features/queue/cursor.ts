/**
 * Which row the keyboard is on. It is kept by the request, not by its place, so that arrivals above do not move it; when
 * its request has gone, the one that took its place is next.
 */
export interface Cursor {
  readonly id: string;
  readonly index: number;
}

/** Where the cursor is among these rows. */
export function settle(cursor: Cursor | undefined, ids: readonly string[]): Cursor | undefined {
  if (cursor === undefined) return undefined;
  const index = ids.indexOf(cursor.id);
  return at(index >= 0 ? index : Math.min(cursor.index, ids.length - 1), ids);
}

/** The cursor so many rows further down, within the rows; the first move comes from outside. */
export function move(cursor: Cursor | undefined, by: number, ids: readonly string[]): Cursor | undefined {
  const from = settle(cursor, ids);
  if (from === undefined) return at(by > 0 ? 0 : ids.length - 1, ids);
  return at(Math.min(ids.length - 1, Math.max(0, from.index + by)), ids);
}

function at(index: number, ids: readonly string[]): Cursor | undefined {
  const id = ids[index];
  return id === undefined ? undefined : { id, index };
}

/** The one after this among what waits, from the top again after the last; undefined where no other waits. */
export function following(id: string, ids: readonly string[]): string | undefined {
  const next = ids[(ids.indexOf(id) + 1) % ids.length];
  return next === id ? undefined : next;
}

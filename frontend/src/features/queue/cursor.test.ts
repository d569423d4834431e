import { describe, expect, it } from 'vitest';
import { following, move, settle } from './cursor';

const IDS = ['a', 'b', 'c'];

describe('move', () => {
  it.each([
    [undefined, 1, 'a'],
    [undefined, -1, 'c'],
    [{ id: 'a', index: 0 }, 1, 'b'],
    [{ id: 'a', index: 0 }, -1, 'a'],
    [{ id: 'c', index: 2 }, 1, 'c'],
    [{ id: 'b', index: 0 }, 1, 'c'],
  ])('from %j by %d is on %s', (cursor, by, id) => {
    expect(move(cursor, by, IDS)?.id).toBe(id);
  });

  it('goes nowhere in an empty list', () => {
    expect(move(undefined, 1, [])).toBeUndefined();
  });
});

describe('settle', () => {
  it('stays on its request when others arrive above', () => {
    expect(settle({ id: 'a', index: 0 }, ['new', 'a', 'b'])).toEqual({ id: 'a', index: 1 });
  });

  it('goes to what took the place of a request that has gone', () => {
    expect(settle({ id: 'gone', index: 1 }, IDS)).toEqual({ id: 'b', index: 1 });
    expect(settle({ id: 'gone', index: 9 }, IDS)).toEqual({ id: 'c', index: 2 });
  });
});

describe('following', () => {
  it.each([
    ['a', IDS, 'b'],
    ['c', IDS, 'a'],
    ['decided', IDS, 'a'],
    ['a', ['a'], undefined],
    ['a', [], undefined],
  ])('%s among %j is %s', (id, ids, next) => {
    expect(following(id, ids)).toBe(next);
  });
});

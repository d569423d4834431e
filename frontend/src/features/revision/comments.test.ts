import { expect, test } from 'vitest';
import type { Comment } from '../../api/revisions';
import { describePlace, keyOf, talkOf } from './comments';

function comment(id: number, more: Partial<Comment> = {}): Comment {
  return {
    id,
    request_id: 'now',
    author: 'anna',
    at: '2026-11-22T10:15:30Z',
    body: 'Why?',
    changes_requested: false,
    ...more,
  };
}

test('what is said is sorted by line, by the whole request and by earlier ones', () => {
  const line = { target_file: 'a.py', side: 'after', line: 3 } as const;
  const comments = [
    comment(1),
    comment(2, line),
    comment(3, { ...line, request_id: 'before' }),
    comment(4, line),
  ];
  const talk = talkOf(comments, 'now');
  expect(talk.general.map(each => each.id)).toEqual([1]);
  expect(talk.earlier.map(each => each.id)).toEqual([3]);
  expect(talk.lines.get(keyOf({ path: 'a.py', side: 'after', line: 3 }))?.map(each => each.id)).toEqual([
    2, 4,
  ]);
  expect(talk.lines.get(keyOf({ path: 'a.py', side: 'before', line: 3 }))).toBeUndefined();
});

test('a line that is gone is named as such', () => {
  expect(describePlace({ side: 'before', line: 7 })).toBe('line 7 before the change');
  expect(describePlace({ side: 'after', line: 7 })).toBe('line 7');
});

import { describe, expect, it } from 'vitest';
import type { CanaryList } from '../../api/canaries';
import type { PatchEvent, PatchStatus } from '../../api/events';
import type { PatchRequestRow } from '../../api/patch-requests';
import { applyEvent, type PendingPages, touchesCanaries } from './applyEvent';

const row = (id: string, high = false) => ({ request_id: id, high_confidence: high }) as PatchRequestRow;
const PENDING: PendingPages = {
  pages: [
    {
      pending_requests: [row('a'), row('b', true)],
      total_pending: 3,
      total_high_confidence: 2,
      next_cursor: 'x',
    },
    { pending_requests: [row('c')], total_pending: 3, total_high_confidence: 2, next_cursor: null },
  ],
  pageParams: [undefined, 'x'],
};

function event(requestId: string, status: PatchStatus): PatchEvent {
  return {
    requestId,
    status,
    sequence: 1,
    targetFile: 'a.py',
    component: 'x',
    confidence: 0.5,
    highConfidence: false,
  };
}

const ids = (pending: PendingPages) =>
  pending.pages.map(page => page.pending_requests.map(each => each.request_id));

describe('applyEvent', () => {
  it.each(['APPROVED', 'DENIED', 'WITHDRAWN', 'EXPIRED', 'SUPERSEDED'] as const)(
    'takes a request that is %s off',
    status => {
      const after = applyEvent(PENDING, event('b', status));
      expect(ids(after)).toEqual([['a'], ['c']]);
      expect(after.pages.map(page => page.total_pending)).toEqual([2, 2]);
      expect(after.pages.map(page => page.total_high_confidence)).toEqual([1, 1]);
    },
  );

  it.each([
    ['new', 'PENDING_APPROVAL'],
    ['a', 'PENDING_APPROVAL'],
    ['beyond', 'DENIED'],
  ] as const)('leaves to the next reading what it cannot know: %s, %s', (id, status) => {
    expect(applyEvent(PENDING, event(id, status))).toEqual(PENDING);
  });

  it('leaves its input as it was', () => {
    const before = structuredClone(PENDING);
    applyEvent(PENDING, event('a', 'DENIED'));
    expect(PENDING).toEqual(before);
  });
});

describe('touchesCanaries', () => {
  const known = { canaries: [{ request_id: 'in' }] } as CanaryList;

  it('is true of what enters, is in or leaves the canary, and of nothing else', () => {
    expect(touchesCanaries(undefined, event('new', 'CANARY'))).toBe(true);
    expect(touchesCanaries(known, event('in', 'APPLIED'))).toBe(true);
    expect(touchesCanaries(known, event('other', 'APPLIED'))).toBe(false);
    expect(touchesCanaries(undefined, event('other', 'APPLIED'))).toBe(false);
  });
});

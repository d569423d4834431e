import { describe, expect, it } from 'vitest';
import type { PatchRequestRow } from '../../api/patch-requests';
import { byDecision } from './recent';

function row(id: string, status: string, created: string, reviewed: string | null): PatchRequestRow {
  return { request_id: id, status, created_at: created, reviewed_at: reviewed } as PatchRequestRow;
}

describe('byDecision', () => {
  it('leaves out what waits and puts the latest decision first', () => {
    const rows = [
      row('pending', 'PENDING_APPROVAL', '2026-11-22T10:00:00Z', null),
      row('early', 'DENIED', '2026-11-22T09:59:00Z', '2026-11-22T10:01:00Z'),
      row('withdrawn', 'WITHDRAWN', '2026-11-22T10:02:00Z', null),
      row('late', 'FAILED', '2026-11-01T00:00:00Z', '2026-11-22T10:05:00Z'),
    ];
    expect(byDecision(rows).map(each => each.request_id)).toEqual(['late', 'withdrawn', 'early']);
  });
});

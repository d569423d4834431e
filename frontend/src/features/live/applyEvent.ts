import type { CanaryList } from '../../api/canaries';
import type { PatchEvent } from '../../api/events';
import type { PendingPage } from '../../api/patch-requests';

export interface PendingPages {
  readonly pages: PendingPage[];
  readonly pageParams: unknown[];
}

/**
 * What an event makes of the pending pages at once; they are read again in any case. A request that is decided leaves
 * without waiting for the server; one that is new has to be read, since an event does not carry its row, and one that is
 * listed already has been voted on, which its row shows.
 */
export function applyEvent(pending: PendingPages, event: PatchEvent): PendingPages {
  const listed = pending.pages
    .flatMap(page => page.pending_requests)
    .find(row => row.request_id === event.requestId);
  if (event.status === 'PENDING_APPROVAL' || listed === undefined) return pending;
  return {
    ...pending,
    pages: pending.pages.map(page => ({
      ...page,
      pending_requests: page.pending_requests.filter(row => row.request_id !== event.requestId),
      total_pending: Math.max(0, page.total_pending - 1),
      total_high_confidence: Math.max(0, page.total_high_confidence - (listed.high_confidence ? 1 : 0)),
    })),
  };
}

/** Whether an event says something of what is in the canary: few do, and everybody who watches would read it again. */
export function touchesCanaries(known: CanaryList | undefined, event: PatchEvent): boolean {
  return (
    event.status === 'CANARY' ||
    known?.canaries.some(canary => canary.request_id === event.requestId) === true
  );
}

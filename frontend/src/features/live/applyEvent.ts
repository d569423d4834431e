import type { PatchEvent } from '../../api/events';
import type { PendingPage } from '../../api/patch-requests';

export interface PendingPages {
  readonly pages: PendingPage[];
  readonly pageParams: unknown[];
}

/** What an event makes of the pending pages at once, and whether they must be read again to be whole. */
export interface Applied {
  readonly pages: PendingPages;
  readonly readAgain: boolean;
}

/**
 * Takes a request that is decided off the list without waiting for the server; a request that is new has to be read,
 * since an event does not carry its row.
 */
export function applyEvent(pending: PendingPages, event: PatchEvent): Applied {
  const listed = pending.pages
    .flatMap(page => page.pending_requests)
    .find(row => row.request_id === event.requestId);
  // One that is listed already has been voted on, which its row shows.
  if (event.status === 'PENDING_APPROVAL') return { pages: pending, readAgain: true };
  if (listed === undefined) return { pages: pending, readAgain: true };
  return {
    pages: {
      ...pending,
      pages: pending.pages.map(page => ({
        ...page,
        pending_requests: page.pending_requests.filter(row => row.request_id !== event.requestId),
        total_pending: Math.max(0, page.total_pending - 1),
        total_high_confidence: Math.max(0, page.total_high_confidence - (listed.high_confidence ? 1 : 0)),
      })),
    },
    readAgain: true,
  };
}

import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { listPendingPatchRequests, type PatchRequestRow } from '../../api/patch-requests';
import { usePollEvery } from '../live/LiveContext';

const PAGE = 50;
const NONE: readonly PatchRequestRow[] = [];

const pendingQuery = infiniteQueryOptions({
  queryKey: keys.pending,
  queryFn: ({ pageParam, signal }) =>
    listPendingPatchRequests({ limit: PAGE, ...(pageParam !== undefined && { cursor: pageParam }) }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: page => page.next_cursor ?? undefined,
});

/** The pending requests, newest first, as far as the reader has asked for them, kept fresh by events or polls. */
export function usePending() {
  const query = useInfiniteQuery({
    ...pendingQuery,
    refetchInterval: usePollEvery(),
    // A high-confidence request is announced although another tab is in front.
    refetchIntervalInBackground: true,
  });
  return {
    ...query,
    requests: query.data?.pages.flatMap(page => page.pending_requests) ?? NONE,
    total: query.data?.pages[0]?.total_pending,
    totalHighConfidence: query.data?.pages[0]?.total_high_confidence,
  };
}

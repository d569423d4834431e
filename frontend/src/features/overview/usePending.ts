import { queryOptions, useQuery } from '@tanstack/react-query';
import { listPendingPatchRequests } from '../../api/patch-requests';

const PAGE = 50;

const pendingQuery = queryOptions({
  queryKey: ['patch-requests', 'pending'],
  queryFn: ({ signal }) => listPendingPatchRequests({ limit: PAGE }, signal),
  refetchInterval: 15_000,
});

/** The newest pending requests, kept fresh by asking again. */
export function usePending() {
  return useQuery(pendingQuery);
}

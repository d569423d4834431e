import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Has what is on show read again after something happened. A first reading that is under way may be from before that:
 * the cache would let it stand for the new one, so it is let finish and another follows.
 */
export async function readAgain(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  const first = queryClient
    .getQueryCache()
    .findAll({ queryKey, fetchStatus: 'fetching' })
    .filter(query => query.state.data === undefined);
  await Promise.allSettled(first.map(query => query.promise));
  await queryClient.invalidateQueries({ queryKey });
}

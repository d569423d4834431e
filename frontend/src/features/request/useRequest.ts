import { useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { getPatchRequest, getPatchRequestTimeline } from '../../api/patch-requests';
import { usePollEvery } from '../live/LiveContext';

/** While the server still works out the signals, in milliseconds. */
const SIGNALS_EVERY = 3_000;

export function useRequest(id: string) {
  const pollEvery = usePollEvery();
  return useQuery({
    queryKey: keys.detail(id),
    queryFn: ({ signal }) => getPatchRequest(id, signal),
    refetchInterval: query => (query.state.data?.signals === null ? SIGNALS_EVERY : pollEvery(query)),
  });
}

export function useTimeline(id: string) {
  return useQuery({
    queryKey: keys.timeline(id),
    queryFn: ({ signal }) => getPatchRequestTimeline(id, signal),
    refetchInterval: usePollEvery(),
  });
}

import { useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { getPatchRequest, getPatchRequestTimeline } from '../../api/patch-requests';
import { LOOK_AGAIN, moving } from '../checks/checks';
import { usePollEvery } from '../live/LiveContext';

/** While the server still works out the signals, in milliseconds. */
const SIGNALS_EVERY = 3_000;

/** A check begins, writes and moves up in the queue without an event: while one does, the page looks more often. */
export function useRequest(id: string) {
  const pollEvery = usePollEvery();
  return useQuery({
    queryKey: keys.detail(id),
    queryFn: ({ signal }) => getPatchRequest(id, signal),
    refetchInterval: query => {
      const { status, data } = query.state;
      if (status !== 'error' && data?.checks.some(moving)) return LOOK_AGAIN;
      return data?.signals === null ? SIGNALS_EVERY : pollEvery(query);
    },
  });
}

export function useTimeline(id: string) {
  return useQuery({
    queryKey: keys.timeline(id),
    queryFn: ({ signal }) => getPatchRequestTimeline(id, signal),
    refetchInterval: usePollEvery(),
  });
}

import { useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { getPatchRequest, getPatchRequestTimeline } from '../../api/patch-requests';
import { usePollEvery } from '../live/LiveContext';

export function useRequest(id: string) {
  return useQuery({
    queryKey: keys.detail(id),
    queryFn: ({ signal }) => getPatchRequest(id, signal),
    refetchInterval: usePollEvery(),
  });
}

export function useTimeline(id: string) {
  return useQuery({
    queryKey: keys.timeline(id),
    queryFn: ({ signal }) => getPatchRequestTimeline(id, signal),
    refetchInterval: usePollEvery(),
  });
}

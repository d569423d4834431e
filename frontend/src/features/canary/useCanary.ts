import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { listCanaries, promoteCanary, withdrawCanary } from '../../api/canaries';
import { keys } from '../../api/keys';
import { usePollEvery } from '../live/LiveContext';
import type { Act } from './canary';

/** What is in the canary now; undefined until that is known. */
export function useCanaries() {
  return useQuery({
    queryKey: keys.canaries,
    queryFn: ({ signal }) => listCanaries(signal),
    refetchInterval: usePollEvery(),
    // That one waits is announced although another tab is in front.
    refetchIntervalInBackground: true,
  }).data?.canaries;
}

/** How a person ends one. */
export function useCanaryAct(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ act, comment }: { act: Act; comment: string }) =>
      (act === 'promote' ? promoteCanary : withdrawCanary)(id, comment.trim()),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.requests }),
  });
}

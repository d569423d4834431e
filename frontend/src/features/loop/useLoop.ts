import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { listImprovements, requestImprovement } from '../../api/improvements';
import { keys } from '../../api/keys';
import { busy } from './loop';

const SOON = 1_000;
const LATER = 15_000;

/** The loop, asked for often while something is under way. */
export function useLoop() {
  return useQuery({
    queryKey: keys.improvements,
    queryFn: ({ signal }) => listImprovements(signal),
    refetchInterval: ({ state }) => (state.data !== undefined && busy(state.data) ? SOON : LATER),
  });
}

export function useConsider() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: requestImprovement,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.improvements }),
  });
}

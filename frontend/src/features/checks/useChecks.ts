import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getCheckLog, runChecks } from '../../api/checks';
import { keys } from '../../api/keys';
import { LOOK_AGAIN } from './checks';

export function useRunChecks(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name?: string) => runChecks(id, name),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.requests }),
  });
}

/** A log that grows is read again and again; one that is whole is read once. */
export function useCheckLog(id: string, name: string, growing: boolean) {
  return useQuery({
    queryKey: keys.checkLog(id, name, growing),
    queryFn: ({ signal }) => getCheckLog(id, name, signal),
    refetchInterval: growing ? LOOK_AGAIN : false,
  });
}

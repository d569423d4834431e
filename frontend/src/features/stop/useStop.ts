import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { type EmergencyStop, engageEmergencyStop, getEmergencyStop, liftEmergencyStop } from '../../api/stop';

/** Whether everything is stopped; undefined until it is known. Told by the event stream, asked for besides. */
export function useStop(): EmergencyStop | undefined {
  return useQuery({
    queryKey: keys.stop,
    queryFn: ({ signal }) => getEmergencyStop(signal),
    refetchInterval: 15_000,
  }).data;
}

export function useEngageStop() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: engageEmergencyStop,
    onSuccess: stop => queryClient.setQueryData(keys.stop, stop),
  });
}

export function useLiftStop() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: liftEmergencyStop,
    onSuccess: stop => {
      queryClient.setQueryData(keys.stop, stop);
      queryClient.invalidateQueries({ queryKey: keys.requests });
    },
  });
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { getPreview, runPreview } from '../../api/preview';

/** What can be run is a matter of the settings: it is asked for once. */
export function usePreviewOffer(id: string) {
  return useQuery({
    queryKey: keys.preview(id),
    queryFn: ({ signal }) => getPreview(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useRunPreview(id: string) {
  return useMutation({ mutationFn: () => runPreview(id) });
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import {
  addComment,
  getInterdiff,
  type KeptFile,
  mergePatchRequest,
  type NewComment,
  previewMerge,
  previewRevert,
  reducePatchRequest,
  revertPatchRequest,
} from '../../api/revisions';

/** Every act here changes what the page shows of the request. */
function useAct<Input, Output>(act: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.requests }),
  });
}

export function useReduce(id: string) {
  return useAct(({ key, keep }: { key: string; keep: KeptFile[] }) => reducePatchRequest(id, key, keep));
}

export function useMerge(id: string) {
  return useAct((key: string) => mergePatchRequest(id, key));
}

export function useRevert(id: string) {
  return useAct((comment: string) => revertPatchRequest(id, comment.trim()));
}

export function useComment(id: string) {
  return useAct((comment: NewComment) => addComment(id, comment));
}

export function useMergePreview(id: string, enabled: boolean) {
  return useQuery({ queryKey: keys.merge(id), queryFn: ({ signal }) => previewMerge(id, signal), enabled });
}

export function useRevertPreview(id: string, enabled: boolean) {
  return useQuery({ queryKey: keys.revert(id), queryFn: ({ signal }) => previewRevert(id, signal), enabled });
}

export function useInterdiff(id: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.interdiff(id),
    queryFn: ({ signal }) => getInterdiff(id, signal),
    enabled,
  });
}

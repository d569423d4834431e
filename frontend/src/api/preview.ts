import { answer, client } from './client';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type PreviewOffer = Schemas['PreviewOffer'];
export type PreviewOutcome = Schemas['PreviewOutcome'];

/** What can be run to look at a request, if anything. */
export function getPreview(id: string, signal: AbortSignal): Promise<PreviewOffer> {
  return answer(
    client.GET('/api/patch-requests/{request_id}/preview', { params: { path: { request_id: id } }, signal }),
  );
}

/** Runs the workspace's preview command on a copy with the change in it; the answer waits for its end. */
export function runPreview(id: string): Promise<PreviewOutcome> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/preview', { params: { path: { request_id: id } } }),
  );
}

/** Where a file is downloaded as it would be. */
export function downloadPreviewFile(id: string, target: string): string {
  return `/api/patch-requests/${id}/preview/file?target_file=${encodeURIComponent(target)}`;
}

/** Where the whole workspace is downloaded as it would be. */
export function downloadPreviewWorkspace(id: string): string {
  return `/api/patch-requests/${id}/preview/workspace`;
}

import { answer, client } from './client';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type Comment = Schemas['Comment'];
export type NewComment = Schemas['NewComment'];
export type Interdiff = Schemas['Interdiff'];
export type KeptFile = Schemas['KeptFile'];
export type MergePreview = Schemas['MergePreview'];
export type Receipt = Schemas['Receipt'];
export type Revision = Schemas['Revision'];

const at = (id: string) => ({ path: { request_id: id } });

/** Goes on with some hunks of a request, as it was shown under this key. */
export function reducePatchRequest(id: string, key: string, keep: KeptFile[]): Promise<Receipt> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/reduce', {
      params: at(id),
      body: { approval_key: key, keep },
    }),
  );
}

export function previewMerge(id: string, signal: AbortSignal): Promise<MergePreview> {
  return answer(client.GET('/api/patch-requests/{request_id}/merge', { params: at(id), signal }));
}

/** Makes the merge that was shown. */
export function mergePatchRequest(id: string, key: string): Promise<Receipt> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/merge', { params: at(id), body: { merge_key: key } }),
  );
}

export function previewRevert(id: string, signal: AbortSignal): Promise<MergePreview> {
  return answer(client.GET('/api/patch-requests/{request_id}/revert', { params: at(id), signal }));
}

export function revertPatchRequest(id: string, comment: string): Promise<Receipt> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/revert', {
      params: at(id),
      body: comment === '' ? {} : { comment },
    }),
  );
}

export function getInterdiff(id: string, signal: AbortSignal): Promise<Interdiff> {
  return answer(client.GET('/api/patch-requests/{request_id}/interdiff', { params: at(id), signal }));
}

export function addComment(id: string, body: NewComment): Promise<Comment> {
  return answer(client.POST('/api/patch-requests/{request_id}/comments', { params: at(id), body }));
}

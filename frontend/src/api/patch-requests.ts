import { answer, client } from './client';
import { ApiError } from './problem';
import type { components, operations, paths } from './schema.gen';

type Schemas = components['schemas'];
export type PendingPage = Schemas['PendingPage'];
export type PatchRequestPage = Schemas['PatchRequestPage'];
export type PatchRequestRow = Schemas['PatchRequestRow'];
export type PatchRequestDetail = Schemas['PatchRequestDetail'];
export type RiskSignal = Schemas['RiskSignal'];
export type Vote = Schemas['Vote'];
export type ApprovalReason = Schemas['ApprovalReason'];
export type Category = Schemas['Category'];
export type Decision = Schemas['NewDecision'];
export type DecisionOutcome = Schemas['DecisionOutcome'];
export type RollbackOutcome = Schemas['RollbackOutcome'];
export type Timeline = Schemas['Timeline'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type ProtectedFiles = Schemas['ProtectedFiles'];
export type ProtectedFile = Schemas['ProtectedFile'];
export type NewProtectedFile = Schemas['NewProtectedFile'];
type ListQuery = NonNullable<paths['/api/patch-requests']['get']['parameters']['query']>;
type PendingQuery = NonNullable<operations['listPendingPatchRequests']['parameters']['query']>;

/** The requests that wait for a decision, newest first, one page of them, and how many wait in all. */
export function listPendingPatchRequests(query: PendingQuery, signal: AbortSignal): Promise<PendingPage> {
  return answer(client.GET('/api/patch-requests/pending', { params: { query }, signal }));
}

/** Requests in any status, the latest first by the time that `sort` names. */
export function listPatchRequests(query: ListQuery, signal: AbortSignal): Promise<PatchRequestPage> {
  return answer(client.GET('/api/patch-requests', { params: { query }, signal }));
}

/** One request as a reviewer sees it. */
export async function getPatchRequest(id: string, signal: AbortSignal): Promise<PatchRequestDetail> {
  const request = await answer(
    client.GET('/api/patch-requests/{request_id}', { params: { path: { request_id: id } }, signal }),
  );
  // Only an agent is answered with its own view, and no agent signs in to this page.
  if (request.view !== 'reviewer') throw new ApiError({ kind: 'unexpected', status: 200 });
  return request;
}

export function getPatchRequestTimeline(id: string, signal: AbortSignal): Promise<Timeline> {
  return answer(
    client.GET('/api/patch-requests/{request_id}/timeline', { params: { path: { request_id: id } }, signal }),
  );
}

/** Approves or denies; the answer to an approval waits a few seconds for what comes of it. */
export function decidePatchRequest(id: string, body: Decision): Promise<DecisionOutcome> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/approve', { params: { path: { request_id: id } }, body }),
  );
}

/** Puts every file of an applied request back as it was. */
export function rollbackPatchRequest(id: string, comment: string): Promise<RollbackOutcome> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/rollback', {
      params: { path: { request_id: id } },
      body: comment === '' ? {} : { comment },
    }),
  );
}

export function listProtectedFiles(signal: AbortSignal): Promise<ProtectedFiles> {
  return answer(client.GET('/api/patch-requests/protected-files', { signal }));
}

/** Protects a path or pattern for good: nothing removes it again. */
export function addProtectedFile(entry: Pick<NewProtectedFile, 'path' | 'pattern'>): Promise<ProtectedFile> {
  return answer(client.POST('/api/patch-requests/protected-files', { body: entry }));
}

import { answer, client } from './client';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type Canary = Schemas['Canary'];
export type CanaryAct = Schemas['CanaryAct'];
export type CanaryComparison = Schemas['CanaryComparison'];
export type CanaryList = Schemas['CanaryList'];
export type CanaryOutcome = Schemas['CanaryOutcome'];

/** What is in the canary now, the oldest first. */
export function listCanaries(signal: AbortSignal): Promise<CanaryList> {
  return answer(client.GET('/api/canaries', { signal }));
}

/** Applies to the workspace what is in the canary. */
export function promoteCanary(id: string, comment: string): Promise<CanaryOutcome> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/canary/promote', {
      params: { path: { request_id: id } },
      body: comment === '' ? {} : { comment },
    }),
  );
}

/** Puts the canary folder back as it was; the workspace never had the patch. */
export function withdrawCanary(id: string, comment: string): Promise<CanaryOutcome> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/canary/withdraw', {
      params: { path: { request_id: id } },
      body: { comment },
    }),
  );
}

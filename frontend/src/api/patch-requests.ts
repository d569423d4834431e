import { answer, client } from './client';
import type { paths } from './schema.gen';

export type PendingPage =
  paths['/api/patch-requests/pending']['get']['responses'][200]['content']['application/json'];
export type PendingRequest = PendingPage['pending_requests'][number];

/** The newest requests that wait for a decision, one page of them, and how many wait in all. */
export function listPendingPatchRequests(
  page: { limit?: number; cursor?: string },
  signal: AbortSignal,
): Promise<PendingPage> {
  return answer(client.GET('/api/patch-requests/pending', { params: { query: page }, signal }));
}

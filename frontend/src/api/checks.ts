import { answer, client } from './client';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type Check = Schemas['Check'];
export type CheckRun = Schemas['CheckRun'];

/** Queues a check again, or all that have ended. */
export function runChecks(id: string, name?: string): Promise<CheckRun> {
  return answer(
    client.POST('/api/patch-requests/{request_id}/checks', {
      params: { path: { request_id: id } },
      body: name === undefined ? {} : { name },
    }),
  );
}

/** What a check has written, so far. */
export function getCheckLog(id: string, name: string, signal: AbortSignal): Promise<string> {
  return answer<string>(
    client.GET('/api/patch-requests/{request_id}/checks/{name}/log', {
      params: { path: { request_id: id, name } },
      parseAs: 'text',
      signal,
    }) as Promise<{ data?: string; error?: unknown; response: Response }>,
  );
}

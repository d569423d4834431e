import { answer, client } from './client';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type Improvements = Schemas['Improvements'];
export type Consideration = Schemas['Consideration'];
export type Suggestion = Schemas['Suggestion'];
export type ImprovementRequest = Schemas['ImprovementRequest'];
export type ImprovementReceipt = Schemas['ImprovementReceipt'];

/** What the self-improvement loop looked at and found, and its windows as of now. */
export function listImprovements(signal: AbortSignal): Promise<Improvements> {
  return answer(client.GET('/api/improvements', { signal }));
}

/** Asks the loop to consider a component now; answers before it has. */
export function requestImprovement(asked: ImprovementRequest): Promise<ImprovementReceipt> {
  return answer(client.POST('/api/improvements', { body: asked }));
}

import { answer, client } from './client';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type Analytics = Schemas['Analytics'];
export type PatchOutcome = Schemas['PatchOutcome'];
export type Calibration = Schemas['Calibration'];

/** What became of what was applied, what confidences have been worth, and how requests ended. */
export function getAnalytics(signal: AbortSignal): Promise<Analytics> {
  return answer(client.GET('/api/analytics', { signal }));
}

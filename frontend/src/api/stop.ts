import { answer, client } from './client';
import type { components } from './schema.gen';

export type EmergencyStop = components['schemas']['EmergencyStop'];

export function getEmergencyStop(signal: AbortSignal): Promise<EmergencyStop> {
  return answer(client.GET('/api/stop', { signal }));
}

/** Freezes every application until an admin resumes; answers when what was being written is written. */
export function engageEmergencyStop(reason: string): Promise<EmergencyStop> {
  return answer(client.POST('/api/stop', { body: reason === '' ? {} : { reason } }));
}

export function liftEmergencyStop(): Promise<EmergencyStop> {
  return answer(client.DELETE('/api/stop'));
}

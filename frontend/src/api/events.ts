import type { components } from './schema.gen';

export type PatchStatus = components['schemas']['PatchStatus'];

/** What an event says of a request: enough to know what to read again. */
export interface PatchEvent {
  readonly sequence: number | undefined;
  readonly requestId: string;
  readonly status: PatchStatus;
  readonly targetFile: string;
  readonly component: string;
  readonly confidence: number;
  readonly highConfidence: boolean;
}

const KINDS = [
  'pending',
  'approved',
  'canary',
  'denied',
  'applied',
  'failed',
  'withdrawn',
  'expired',
  'superseded',
  'rolled_back',
  'vote_recorded',
  'rollback_vote_recorded',
  'commented',
  'changes_requested',
  'check_ended',
  'check_queued',
  'worsened',
  'canary_waiting',
] as const;

/** What can happen to a request. */
export type EventKind = (typeof KINDS)[number];

export interface Listener {
  /** The server said hello: the stream is open, and nothing in between holds it back. */
  opened(): void;
  received(event: PatchEvent): void;
  /** A file of a pending request changed under it, or is again what it was. */
  staleChanged(requestId: string): void;
  /** Everything was stopped, or goes on. */
  stopChanged(): void;
  /** The stream broke or was refused; it is closed now. */
  failed(): void;
}

/** Subscribes to what happens to requests. The cookie says who is asking. Returns how to stop. */
export function openEvents(listener: Listener): () => void {
  const source = new EventSource('/api/events');
  source.addEventListener('hello', () => listener.opened());
  // The browser would try again by itself, without back-off and never after a refusal: when to try is ours to say.
  source.onerror = () => {
    source.close();
    listener.failed();
  };
  for (const kind of KINDS) {
    source.addEventListener(`patch_request.${kind}`, message => {
      const event = parseEvent(message.data, message.lastEventId);
      if (event !== undefined) listener.received(event);
    });
  }
  source.addEventListener('patch_request.staleness', message => {
    const body = typeof message.data === 'string' ? parse(message.data) : undefined;
    if (typeof body?.request_id === 'string') listener.staleChanged(body.request_id);
  });
  for (const kind of ['engaged', 'lifted']) {
    source.addEventListener(`emergency_stop.${kind}`, () => listener.stopChanged());
  }
  return () => source.close();
}

/** Reads an event's data; undefined where something in between has mangled it. */
export function parseEvent(data: unknown, id: string): PatchEvent | undefined {
  const body = typeof data === 'string' ? parse(data) : undefined;
  if (typeof body?.request_id !== 'string' || typeof body.status !== 'string') return undefined;
  const confidence = typeof body.confidence === 'number' ? body.confidence : 0;
  return {
    sequence: /^\d{1,15}$/.test(id) ? Number(id) : undefined,
    requestId: body.request_id,
    status: body.status as PatchStatus,
    targetFile: typeof body.target_file === 'string' ? body.target_file : '',
    component: typeof body.component === 'string' ? body.component : '',
    confidence,
    highConfidence: body.high_confidence === true,
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

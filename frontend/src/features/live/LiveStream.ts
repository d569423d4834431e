import type { QueryClient } from '@tanstack/react-query';
import type { CanaryList } from '../../api/canaries';
import { openEvents, type PatchEvent } from '../../api/events';
import { keys } from '../../api/keys';
import { applyEvent, type PendingPages, touchesCanaries } from './applyEvent';
import {
  BEGINNING,
  type LiveEvent,
  type LiveState,
  liveReducer,
  OPENS_WITHIN,
  retryAfter,
} from './liveState';
import { readAgain } from './readAgain';

/** Events that come within this time of a reading are answered together by the next. */
const GATHER = 100;
/** What a poll found this recently may still be on its way through the stream. */
const GRACE = 5_000;

/** Keeps the cache of server state up with the event stream, and says whether there is one. */
export class LiveStream {
  readonly #queryClient: QueryClient;
  readonly #listeners = new Set<() => void>();
  /** Requests that the stream told of, or that were there when it opened. */
  #told = new Set<string>();
  /** Requests that only a poll has told of, and since when. */
  #untold = new Map<string, number>();
  #state: LiveState = BEGINNING;
  #close: () => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gather: ReturnType<typeof setTimeout> | undefined;
  #stale: (readonly unknown[])[] = [];
  /** Whether the next answer says what was there before the stream. */
  #catchingUp = true;
  /** When the stream opened: another reading may have been under way then. */
  #openedAt = 0;

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient;
  }

  readonly state = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens the stream, and again whenever it breaks. Returns how to stop. */
  start(): () => void {
    this.#connect();
    const now = () => this.#tryNow();
    window.addEventListener('online', now);
    const stopWatching = this.#queryClient.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'updated' && query.queryHash === PENDING_HASH) this.#compare(query.state.data);
    });
    return () => {
      window.removeEventListener('online', now);
      stopWatching();
      this.#close();
      clearTimeout(this.#timer);
      clearTimeout(this.#gather);
    };
  }

  #connect(): void {
    clearTimeout(this.#timer);
    this.#close();
    this.#close = openEvents({
      opened: () => this.#opened(),
      received: event => this.#received(event),
      staleChanged: id => this.#readLater(keys.detail(id), keys.merge(id)),
      stopChanged: () => void readAgain(this.#queryClient, keys.stop),
      failed: () => this.#lost(),
    });
    this.#timer = setTimeout(() => this.#lost(), OPENS_WITHIN);
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.#catchingUp = true;
    this.#openedAt = Date.now();
    this.#told = new Set();
    this.#dispatch({ kind: 'opened' });
    // Whatever happened while there was no stream.
    void readAgain(this.#queryClient, keys.requests);
    void readAgain(this.#queryClient, keys.stop);
  }

  #lost(): void {
    this.#close();
    this.#dispatch({ kind: 'lost' });
    const attempt = this.#state.kind === 'live' ? 1 : this.#state.attempt;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), retryAfter(attempt, Math.random()));
    void readAgain(this.#queryClient, keys.pending);
  }

  /** The browser is online again: no reason to wait the back-off out. */
  #tryNow(): void {
    if (this.#state.kind !== 'live') this.#connect();
  }

  #received(event: PatchEvent): void {
    this.#told.add(event.requestId);
    this.#dispatch({ kind: 'heard' });
    const pending = this.#queryClient.getQueryData<PendingPages>(keys.pending);
    if (pending !== undefined) this.#queryClient.setQueryData(keys.pending, applyEvent(pending, event));
    const { requestId: id } = event;
    this.#readLater(keys.pending, keys.recent, keys.detail(id), keys.timeline(id));
    if (touchesCanaries(this.#queryClient.getQueryData<CanaryList>(keys.canaries), event)) {
      this.#readLater(keys.canaries);
    }
  }

  #readLater(...stale: (readonly unknown[])[]): void {
    this.#stale.push(...stale);
    if (this.#gather === undefined) this.#readAgain();
  }

  /** At once, and again after a while when more has come by then: one event is shown soon, many cost few readings. */
  #readAgain(): void {
    this.#gather = setTimeout(() => {
      this.#gather = undefined;
      if (this.#stale.length > 0) this.#readAgain();
    }, GATHER);
    const stale = new Map(this.#stale.splice(0).map(key => [JSON.stringify(key), key]));
    for (const queryKey of stale.values()) void readAgain(this.#queryClient, queryKey);
  }

  /** A request that polls find and the stream never tells of means that the stream is held back. */
  #compare(data: unknown): void {
    if (data === undefined) return;
    const ids = (data as PendingPages).pages.flatMap(page =>
      page.pending_requests.map(row => row.request_id),
    );
    const now = Date.now();
    if (this.#catchingUp || now - this.#openedAt < GRACE) {
      this.#catchingUp = false;
      for (const id of ids) this.#told.add(id);
    }
    this.#untold = new Map(
      ids.filter(id => !this.#told.has(id)).map(id => [id, this.#untold.get(id) ?? now]),
    );
    const held = [...this.#untold.values()].some(since => now - since > GRACE);
    if (held && this.#state.kind === 'live') {
      this.#dispatch({ kind: 'overtaken' });
      this.#lost();
    }
  }

  #dispatch(event: LiveEvent): void {
    const state = liveReducer(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const PENDING_HASH = JSON.stringify(keys.pending);

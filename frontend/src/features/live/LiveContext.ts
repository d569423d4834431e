import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LiveStream } from './LiveStream';
import { BEGINNING, type LiveState, pollEvery } from './liveState';

export const LiveContext = createContext<LiveStream | undefined>(undefined);

const never = () => () => {};

/** How the page learns what happens. */
export function useLive(): LiveState {
  const stream = useContext(LiveContext);
  return useSyncExternalStore(stream?.subscribe ?? never, stream?.state ?? (() => BEGINNING));
}

/** Milliseconds between polls, as the stream allows; what could not be had is asked for again soon. */
export function usePollEvery(): (query: { readonly state: { readonly status: string } }) => number {
  const live = useLive();
  return query => pollEvery(live, query.state.status === 'error');
}

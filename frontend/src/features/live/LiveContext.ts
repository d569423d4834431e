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

/** Milliseconds between polls, as the stream allows. */
export function usePollEvery(): number {
  return pollEvery(useLive());
}

import { useSyncExternalStore } from 'react';

const EVERY = 10_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) now = Date.now();
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, EVERY);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present by the page's one clock, renewed often enough for ages in minutes to stay true. */
export function useNow(): Date {
  return new Date(useSyncExternalStore(subscribe, () => now));
}

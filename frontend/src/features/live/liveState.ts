/** How the page learns what happens: the stream, or asking again and again while there is none. */
export type LiveState =
  /** Nothing heard of the stream yet; patience before asking by polls. */
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'live' }
  /** The stream is refused, cut off or silent. What is shown is asked for every few seconds. */
  | { readonly kind: 'polling'; readonly attempt: number; readonly distrusted: boolean };

export type LiveEvent =
  | { readonly kind: 'opened' }
  /** The stream broke, was refused, or did not open in time. */
  | { readonly kind: 'lost' }
  /** The stream told something. */
  | { readonly kind: 'heard' }
  /** A poll found what an open stream had not told: something in between holds it back. */
  | { readonly kind: 'overtaken' };

export const BEGINNING: LiveState = { kind: 'connecting', attempt: 0 };

/** After it was overtaken once, a stream has to tell something before it is believed again. */
export function liveReducer(state: LiveState, event: LiveEvent): LiveState {
  const attempt = state.kind === 'live' ? 0 : state.attempt;
  const distrusted = state.kind === 'polling' && state.distrusted;
  switch (event.kind) {
    case 'opened':
      return state.kind === 'live' || distrusted ? state : { kind: 'live' };
    case 'heard':
      return state.kind === 'live' ? state : { kind: 'live' };
    case 'lost':
      return { kind: 'polling', attempt: attempt + 1, distrusted };
    case 'overtaken':
      return { kind: 'polling', attempt, distrusted: true };
  }
}

/** A stream whose hello has not come by then is taken for blocked. */
export const OPENS_WITHIN = 6_000;
const FIRST_RETRY = 1_000;
const LAST_RETRY = 30_000;

/** Milliseconds until the next try: doubled each time, with up to a quarter more so that browsers spread out. */
export function retryAfter(attempt: number, random: number): number {
  const base = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.min(10, Math.max(0, attempt - 1)));
  return Math.round(base * (1 + random / 4));
}

const POLL = 3_000;
/** With a stream, polls only make sure that it tells everything. */
const ASSURANCE = 15_000;

/** Milliseconds between polls of what is on screen; `failed` is whether the latest brought nothing. */
export function pollEvery(state: LiveState, failed: boolean): number {
  return state.kind === 'live' && !failed ? ASSURANCE : POLL;
}

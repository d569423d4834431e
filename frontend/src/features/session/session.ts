import type { Failure } from '../../api/problem';
import type { Me } from '../../api/session';

/** Why nobody is signed in, which decides what the sign-in page says first. */
export type SignedOutBecause =
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'left' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'link-failed'; readonly failure: Failure };

export type SignedIn = {
  readonly kind: 'signed-in';
  readonly subject: string;
  readonly roles: readonly string[];
  readonly expiresAt: Date;
};
export type SignedOut = { readonly kind: 'signed-out'; readonly because: SignedOutBecause };

/** What the server has said about the session. */
export type KnownSession = SignedIn | SignedOut;

/** What the page goes by: the server's word, or that there is none yet, or that none can be had. */
export type Session =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable'; readonly failure: Failure }
  | KnownSession;

export function signedIn(me: Pick<Me, 'subject' | 'roles' | 'expires_at'>): SignedIn {
  return { kind: 'signed-in', subject: me.subject, roles: me.roles, expiresAt: new Date(me.expires_at) };
}

export function signedOut(because: SignedOutBecause): SignedOut {
  return { kind: 'signed-out', because };
}

/**
 * After a 401: who was signed in has been signed out by the server; who was not keeps the reason already known, so that
 * a later check does not wipe the message from the sign-in page.
 */
export function afterUnauthenticated(before: KnownSession | undefined): SignedOut {
  if (before === undefined) return signedOut({ kind: 'not-yet' });
  return before.kind === 'signed-in' ? signedOut({ kind: 'ended' }) : before;
}

/** A failed check does not unseat a session that is already known. */
export function sessionState(known: KnownSession | undefined, failure: Failure | undefined): Session {
  if (known !== undefined) return known;
  return failure === undefined ? { kind: 'unknown' } : { kind: 'unreachable', failure };
}

const RECHECK = 5 * 60_000;
const RETRY = 5_000;

/** Milliseconds until the server is asked again: soon when it did not answer, right after the session's end, else seldom. */
export function nextCheck(known: KnownSession | undefined, failed: boolean, now: Date): number {
  if (failed) return RETRY;
  if (known?.kind !== 'signed-in') return RECHECK;
  const untilExpiry = known.expiresAt.getTime() - now.getTime() + 1_000;
  return Number.isNaN(untilExpiry) ? RECHECK : Math.min(RECHECK, Math.max(RETRY, untilExpiry));
}

export function canReview(session: SignedIn): boolean {
  return session.roles.includes('reviewer') || session.roles.includes('admin');
}

/**
 * Where to go after signing in: only a path of this page, never another origin, so that a crafted link to the sign-in
 * page leads nowhere else.
 */
export function returnPath(from: unknown): string {
  if (typeof from !== 'string' || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(from)) return '/';
  return from.startsWith('/sign-in') ? '/' : from;
}

export function isAdmin(session: SignedIn): boolean {
  return session.roles.includes('admin');
}

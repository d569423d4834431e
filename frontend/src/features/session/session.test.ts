import { describe, expect, it } from 'vitest';
import {
  afterUnauthenticated,
  canReview,
  nextCheck,
  returnPath,
  sessionState,
  signedIn,
  signedOut,
} from './session';

const ada = signedIn({ subject: 'ada', roles: ['reviewer'], expires_at: '2026-11-22T20:00:00Z' });
const unreachable = { kind: 'unreachable' } as const;

describe('signedIn', () => {
  it('takes what the server says', () => {
    expect(ada).toEqual({
      kind: 'signed-in',
      subject: 'ada',
      roles: ['reviewer'],
      expiresAt: new Date('2026-11-22T20:00:00Z'),
    });
  });
});

describe('sessionState', () => {
  it('is unknown before the first answer', () => {
    expect(sessionState(undefined, undefined)).toEqual({ kind: 'unknown' });
  });

  it('is unreachable when the first answer fails', () => {
    expect(sessionState(undefined, unreachable)).toEqual({ kind: 'unreachable', failure: unreachable });
  });

  it('keeps a known session when a later check fails', () => {
    expect(sessionState(ada, unreachable)).toBe(ada);
  });
});

describe('afterUnauthenticated', () => {
  it('ends a session', () => {
    expect(afterUnauthenticated(ada)).toEqual(signedOut({ kind: 'ended' }));
  });

  it('finds a newcomer not signed in yet', () => {
    expect(afterUnauthenticated(undefined)).toEqual(signedOut({ kind: 'not-yet' }));
  });

  it('keeps the reason why nobody is signed in', () => {
    const refused = signedOut({ kind: 'link-failed', failure: unreachable });
    expect(afterUnauthenticated(refused)).toBe(refused);
  });
});

describe('nextCheck', () => {
  it.each([
    ['soon after a failure', true, '2026-11-22T12:00:00Z', 5_000],
    ['in five minutes as a rule', false, '2026-11-22T12:00:00Z', 300_000],
    ['right after the session ends', false, '2026-11-22T19:59:00Z', 61_000],
    ['not in a frenzy once it has ended', false, '2026-11-22T21:00:00Z', 5_000],
  ])('is %s', (_, failed, now, expected) => {
    expect(nextCheck(ada, failed, new Date(now))).toBe(expected);
  });
});

describe('canReview', () => {
  it.each([
    [['reviewer'], true],
    [['admin'], true],
    [['auditor'], false],
    [[], false],
  ])('of %j is %s', (roles, expected) => {
    expect(canReview({ ...ada, roles })).toBe(expected);
  });
});

describe('returnPath', () => {
  it.each(['/', '/requests/1', '/requests?status=APPLIED&q=a%20b'])('goes back to %s', path => {
    expect(returnPath(path)).toBe(path);
  });

  it.each([
    undefined,
    7,
    '',
    'requests',
    'https://evil.test/',
    '//evil.test/',
    '/\\evil.test/',
    '/a\\..\\b',
    '/\t/evil.test',
    '/sign-in',
    '/sign-in?from=/sign-in',
    'javascript:alert(1)',
  ])('does not go to %j', from => {
    expect(returnPath(from)).toBe('/');
  });
});

import { describe, expect, it } from 'vitest';
import type { Failure } from '../../api/problem';
import {
  CATEGORIES,
  type Deciding,
  decidingReducer,
  decisionBody,
  describeOutcome,
  explainRefusal,
  isOwn,
  missing,
  movedUnderneath,
  READING,
  type Step,
} from './decision';

const problem = (status: number, detail: string): Failure => ({
  kind: 'problem',
  status,
  type: 'about:blank',
  title: 'Conflict',
  detail,
  instance: undefined,
  errors: [],
});
const OUTCOME = { success: true, message: 'ok', request_id: 'x', action: 'APPLIED' } as const;
const choose = { kind: 'choose', verdict: 'approve', key: 'k' } as const;
const send = { kind: 'send' } as const;
const refuse = { kind: 'refuse', failure: problem(409, 'No.') } as const;
const having = (...steps: Step[]): Deciding => steps.reduce(decidingReducer, READING);

describe('decidingReducer', () => {
  it('goes from choice to answer', () => {
    expect(having(choose)).toEqual({ kind: 'confirming', verdict: 'approve', key: 'k' });
    expect(having(choose, send).kind).toBe('sending');
    expect(having(choose, send, { kind: 'answer', outcome: OUTCOME })).toEqual({
      kind: 'answered',
      outcome: OUTCOME,
    });
  });

  it('sends nothing that was not chosen, and nothing twice', () => {
    expect(having(send)).toBe(READING);
    const sending = having(choose, send);
    expect(decidingReducer(sending, send)).toBe(sending);
    expect(decidingReducer(sending, { kind: 'choose', verdict: 'deny', key: 'k' })).toBe(sending);
    expect(decidingReducer(sending, { kind: 'cancel' })).toBe(sending);
  });

  it('lets a choice be changed, taken back, and made again after a refusal', () => {
    expect(having(choose, { kind: 'choose', verdict: 'deny', key: 'k' })).toMatchObject({ verdict: 'deny' });
    expect(having(choose, { kind: 'cancel' })).toBe(READING);
    expect(having(choose, send, refuse).kind).toBe('refused');
    expect(having(choose, send, refuse, choose).kind).toBe('confirming');
  });

  it('lets a denial follow a vote that was not enough', () => {
    const voted = having(choose, send, {
      kind: 'answer',
      outcome: { ...OUTCOME, action: 'VOTE_RECORDED' },
    });
    expect(decidingReducer(voted, { kind: 'choose', verdict: 'deny', key: 'k' }).kind).toBe('confirming');
  });

  it('lets an answer stand', () => {
    const answered = having(choose, send, { kind: 'answer', outcome: OUTCOME });
    for (const step of [choose, send, refuse, { kind: 'cancel' } as const]) {
      expect(decidingReducer(answered, step)).toBe(answered);
    }
  });
});

describe('movedUnderneath', () => {
  it('is true when an approval is for something else than what is shown now', () => {
    expect(movedUnderneath(having(choose), 'k')).toBe(false);
    expect(movedUnderneath(having(choose), 'other')).toBe(true);
    expect(movedUnderneath(having({ ...choose, verdict: 'deny' }), 'other')).toBe(false);
  });
});

describe('isOwn', () => {
  const made = { owner: 'bob', submitted_by: 'bot' };
  it('is the request of whoever made it, edited it or answers for its agent', () => {
    expect(['bot', 'bob', 'alice'].map(subject => isOwn(made, subject))).toEqual([true, true, false]);
    const revision = { kind: 'merge', of: 'x', by: 'alice' } as const;
    expect(isOwn({ ...made, revision: { ...revision, dropped: [] } }, 'alice')).toBe(true);
  });
});

describe('missing', () => {
  it('wants both from a denial and nothing from an approval', () => {
    expect(Object.keys(missing('deny', ' \n', ''))).toEqual(['category', 'comment']);
    expect(missing('deny', 'why', 'unsafe')).toEqual({});
    expect(missing('approve', '', '')).toEqual({});
  });
});

describe('decisionBody', () => {
  it('carries the key that was shown', () => {
    expect(decisionBody('approve', 'k', '  ', 'unsafe')).toEqual({ approved: true, approval_key: 'k' });
    expect(decisionBody('deny', 'k', ' no ', 'unsafe')).toEqual({
      approved: false,
      approval_key: 'k',
      review_comment: 'no',
      category: 'unsafe',
    });
  });
});

describe('explainRefusal', () => {
  const pending = { status: 'PENDING_APPROVAL', stale: false, reviewed_by: null } as const;
  it.each([
    [
      problem(409, 'It is DENIED.'),
      { ...pending, status: 'DENIED', reviewed_by: 'bob' },
      'Someone else decided first',
    ],
    [problem(409, 'It is EXPIRED.'), { ...pending, status: 'EXPIRED' }, 'No longer pending'],
    [problem(409, 'The file changed.'), { ...pending, stale: true }, 'Not approved: the request is stale'],
    [problem(403, 'Your own.'), pending, 'Not permitted'],
    [problem(503, 'No database.'), pending, 'The server could not answer'],
    [problem(422, 'Too long.'), pending, 'Not approved'],
    [{ kind: 'unexpected', status: 418 }, pending, 'Not approved'],
    [{ kind: 'unreachable' }, pending, 'No answer came back'],
  ] as const)('of %j', (failure, now, title) => {
    const explained = explainRefusal('approve', failure as Failure, now);
    expect(explained.title).toBe(title);
    if (failure.kind === 'problem') expect(explained.detail).toContain(failure.detail);
  });

  it('never claims that nothing happened when no answer came, or none in time', () => {
    for (const failure of [{ kind: 'unreachable' } as const, problem(503, 'No answer in time.')]) {
      expect(explainRefusal('approve', failure, pending).detail).toContain('not known');
    }
  });
});

describe('describeOutcome', () => {
  it.each([
    ['APPLIED', 'good'],
    ['CANARY', 'good'],
    ['FAILED', 'bad'],
    ['DENIED', 'info'],
    ['APPROVED', 'info'],
    ['VOTE_RECORDED', 'info'],
    ['ROLLED_BACK', 'info'],
    ['SOMETHING_NEW', 'info'],
  ])('of %s has the tone %s', (action, tone) => {
    expect(describeOutcome({ action: action as 'APPLIED', message: 'x' }).tone).toBe(tone);
  });
});

describe('CATEGORIES', () => {
  it('begin with different letters of the alphabet often enough to be typed', () => {
    expect(new Set(CATEGORIES.map(({ value }) => value)).size).toBe(8);
  });
});

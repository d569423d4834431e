import { describe, expect, it } from 'vitest';
import { ballot, describeBallot, describeReason, isWorthShowing, rollbackBallot } from './votes';

const vote = (reviewer: string, counts = true) => ({
  reviewer,
  approved: true,
  at: '2026-11-22T10:20:00Z',
  counts,
});
const request = (required: number, ...votes: ReturnType<typeof vote>[]) => ({
  required_approvals: required,
  approvals: votes.filter(({ counts }) => counts).length,
  votes,
  approval_reasons: [],
});

describe('ballot', () => {
  it.each([
    [request(1), { given: 0, required: 1, mine: false, last: true }],
    [request(2), { given: 0, required: 2, mine: false, last: false }],
    [request(2, vote('bob')), { given: 1, required: 2, mine: false, last: true }],
    [request(2, vote('anna')), { given: 1, required: 2, mine: true, last: false }],
    [request(3, vote('bob')), { given: 1, required: 3, mine: false, last: false }],
  ])('of %j', (given, expected) => {
    expect(ballot(given, 'anna')).toEqual(expected);
  });

  it('does not heed a vote on what is no longer shown', () => {
    expect(ballot(request(2, vote('anna', false)), 'anna')).toEqual({
      given: 0,
      required: 2,
      mine: false,
      last: false,
    });
  });

  it('does not take a denial for an approval', () => {
    const denied = { ...vote('anna', false), approved: false };
    expect(ballot(request(2, denied), 'anna').mine).toBe(false);
  });
});

describe('rollbackBallot', () => {
  it('tells whether this call rolls back', () => {
    const voted = (...votes: ReturnType<typeof vote>[]) => ({ required_approvals: 2, rollback_votes: votes });
    expect(rollbackBallot(voted(), 'anna').last).toBe(false);
    expect(rollbackBallot(voted(vote('bob')), 'anna').last).toBe(true);
    expect(rollbackBallot(voted(vote('anna')), 'anna')).toMatchObject({ mine: true, last: false });
    expect(rollbackBallot({ required_approvals: 1, rollback_votes: [] }, 'anna').last).toBe(true);
  });
});

describe('what is said', () => {
  it('of the votes', () => {
    expect(describeBallot({ given: 1, required: 2 })).toBe('1 of 2 approvals');
  });

  it.each([
    ['workspace', 3, 'Every request in this workspace: 3 people have to approve'],
    ['critical_path', 2, 'Critical path: 2 people have to approve'],
    ['kernel_dependency', 2, 'The kernel depends on this: 2 people have to approve'],
    ['kernel_dependency', 1, 'The kernel depends on this'],
  ] as const)('of a reason of kind %s', (kind, approvals, words) => {
    expect(describeReason({ kind, approvals })).toBe(words);
  });

  it('is nothing where one person decides for no particular reason', () => {
    expect(isWorthShowing(request(1, vote('anna')))).toBe(false);
    expect(isWorthShowing(request(2))).toBe(true);
    expect(
      isWorthShowing({ ...request(1), approval_reasons: [{ kind: 'kernel_dependency', approvals: 1 }] }),
    ).toBe(true);
  });
});

it('lets a vote decide only when the people who answer for a path are among those who approve', () => {
  const owned = {
    required_approvals: 1,
    approvals: 0,
    votes: [],
    approval_reasons: [{ kind: 'code_owner', approvals: 1, reviewers: ['olga', 'otto'] } as const],
  };
  const request = {
    ...owned,
    approval_reasons: owned.approval_reasons.map(each => ({ ...each, reviewers: [...each.reviewers] })),
  };
  expect(ballot(request, 'anna').last).toBe(false);
  expect(ballot(request, 'otto').last).toBe(true);
  const voted = {
    ...request,
    approvals: 1,
    votes: [{ reviewer: 'olga', approved: true, at: '', counts: true }],
  };
  expect(ballot(voted, 'anna').last).toBe(true);
});

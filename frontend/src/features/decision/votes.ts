import type { ApprovalReason, PatchRequestDetail } from '../../api/patch-requests';

type Voting = Pick<PatchRequestDetail, 'required_approvals' | 'approvals' | 'votes'> &
  Partial<Pick<PatchRequestDetail, 'approval_reasons'>>;

/** Where the votes stand, as one reviewer sees it. */
export interface Ballot {
  readonly given: number;
  readonly required: number;
  /** His approval is among those that count. */
  readonly mine: boolean;
  /** His approval would be the one that decides. */
  readonly last: boolean;
}

export function ballot(request: Voting, subject: string): Ballot {
  const { approvals: given, required_approvals: required } = request;
  const mine = request.votes.some(vote => vote.counts && vote.reviewer === subject);
  const owned = ownersWanted(request, mine ? [] : [subject]) === 0;
  return { given, required, mine, last: !mine && given + 1 >= required && owned };
}

/** How many votes of people who answer for a path are still missing, counting those of `also` as given. */
export function ownersWanted(request: Voting, also: readonly string[] = []): number {
  const voters = [...request.votes.filter(vote => vote.counts).map(vote => vote.reviewer), ...also];
  const missing = (request.approval_reasons ?? []).map(reason => {
    const people = reason.reviewers ?? [];
    return people.length === 0
      ? 0
      : reason.approvals - new Set(voters.filter(voter => people.includes(voter))).size;
  });
  return Math.max(0, ...missing);
}

export function describeBallot({ given, required }: Pick<Ballot, 'given' | 'required'>): string {
  return `${given} of ${required} approvals`;
}

/** Only where one person's word is not the whole story. */
export function isWorthShowing(request: Voting & Pick<PatchRequestDetail, 'approval_reasons'>): boolean {
  return request.required_approvals > 1 || request.approval_reasons.length > 0;
}

/** What makes several approvals necessary; the file's name is drawn apart from it, since an agent chose it. */
export function describeReason(reason: Pick<ApprovalReason, 'kind' | 'approvals'>): string {
  const people = reason.approvals > 1 ? `: ${reason.approvals} people have to approve` : '';
  switch (reason.kind) {
    case 'workspace':
      return `Every request in this workspace${people}`;
    case 'critical_path':
      return `Critical path${people}`;
    case 'kernel_dependency':
      return `The kernel depends on this${people}`;
    case 'code_owner':
      return `${reason.approvals > 1 ? `${reason.approvals} of the` : 'One of the'} people who answer for this path must approve`;
  }
}

/** What a rollback takes: nothing but this call, another's, or no more of this person's. */
export function rollbackBallot(
  request: Pick<PatchRequestDetail, 'required_approvals' | 'rollback_votes'>,
  subject: string,
): Ballot {
  const given = request.rollback_votes.length;
  const mine = request.rollback_votes.some(vote => vote.reviewer === subject);
  const required = request.required_approvals;
  return { given, required, mine, last: !mine && given + 1 >= required };
}

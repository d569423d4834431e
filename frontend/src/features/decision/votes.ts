import type { ApprovalReason, PatchRequestDetail } from '../../api/patch-requests';

type Voting = Pick<PatchRequestDetail, 'required_approvals' | 'approvals' | 'votes'>;

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
  return { given, required, mine, last: !mine && given + 1 >= required };
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

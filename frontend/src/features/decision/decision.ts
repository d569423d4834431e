import type { PatchStatus } from '../../api/events';
import type { Category, Decision, DecisionOutcome, PatchRequestDetail } from '../../api/patch-requests';
import type { Failure } from '../../api/problem';

export type Verdict = 'approve' | 'deny';

/** Where a reviewer is with a decision. */
export type Deciding =
  | { readonly kind: 'reading' }
  /** Asked to confirm. `key` is that of the request as it was shown when the reviewer made up his mind. */
  | { readonly kind: 'confirming'; readonly verdict: Verdict; readonly key: string }
  | { readonly kind: 'sending'; readonly verdict: Verdict; readonly key: string }
  | { readonly kind: 'answered'; readonly outcome: DecisionOutcome }
  | { readonly kind: 'refused'; readonly verdict: Verdict; readonly failure: Failure };

export type Step =
  | { readonly kind: 'choose'; readonly verdict: Verdict; readonly key: string }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'send' }
  | { readonly kind: 'answer'; readonly outcome: DecisionOutcome }
  | { readonly kind: 'refuse'; readonly failure: Failure };

export const READING: Deciding = { kind: 'reading' };

/** Steps that do not fit the state change nothing: a second Enter sends nothing twice. */
export function decidingReducer(state: Deciding, step: Step): Deciding {
  switch (step.kind) {
    case 'choose':
      // A vote that was not enough decides nothing: its reviewer may still deny.
      return state.kind === 'sending' ||
        (state.kind === 'answered' && state.outcome.action !== 'VOTE_RECORDED')
        ? state
        : { kind: 'confirming', verdict: step.verdict, key: step.key };
    case 'cancel':
      return state.kind === 'confirming' || state.kind === 'refused' ? READING : state;
    case 'send':
      return state.kind === 'confirming' ? { ...state, kind: 'sending' } : state;
    case 'answer':
      return state.kind === 'sending' ? { kind: 'answered', outcome: step.outcome } : state;
    case 'refuse':
      return state.kind === 'sending'
        ? { kind: 'refused', verdict: state.verdict, failure: step.failure }
        : state;
  }
}

type Made = Pick<PatchRequestDetail, 'owner' | 'submitted_by' | 'revision'>;

/** Whether the request is this person's own, so that it is for others to let it into the workspace. */
export function isOwn(request: Made, subject: string): boolean {
  return [request.owner, request.submitted_by, request.revision?.by].includes(subject);
}

/** True when what is confirmed is no longer what is shown: the reviewer has to look again. */
export function movedUnderneath(state: Deciding, shownKey: string): boolean {
  return state.kind === 'confirming' && state.verdict === 'approve' && state.key !== shownKey;
}

/** What a form lacks before it can be sent, by field. A denial teaches the agent only with both. */
export function missing(
  verdict: Verdict,
  comment: string,
  category: string,
): { comment?: string; category?: string } {
  if (verdict === 'approve') return {};
  return {
    ...(category === '' && { category: 'Choose a category.' }),
    ...(comment.trim() === '' && { comment: 'Say why: the agent learns from it.' }),
  };
}

export function decisionBody(verdict: Verdict, key: string, comment: string, category: string): Decision {
  const said = comment.trim();
  return {
    approved: verdict === 'approve',
    approval_key: key,
    ...(said !== '' && { review_comment: said }),
    ...(verdict === 'deny' && category !== '' && { category: category as Category }),
  };
}

export interface Explanation {
  readonly title: string;
  readonly detail: string;
}

interface Now {
  readonly status: PatchStatus;
  readonly stale: boolean;
  readonly reviewed_by: string | null;
}

/** Why a decision was refused: what the request has become meanwhile says it best, the server's words come along. */
export function explainRefusal(verdict: Verdict, failure: Failure, now: Now): Explanation {
  const done = verdict === 'approve' ? 'approved' : 'denied';
  if (failure.kind === 'unreachable') {
    return {
      title: 'No answer came back',
      detail:
        'Whether the decision was taken is not known yet. The request is read again as soon as the server answers; its status above says what happened.',
    };
  }
  if (failure.kind === 'unexpected') {
    return {
      title: `Not ${done}`,
      detail: `The server answered ${failure.status} in a form this page does not know.`,
    };
  }
  const words = failure.detail ?? failure.title;
  if (failure.status === 409 && now.status !== 'PENDING_APPROVAL') {
    return {
      title: now.reviewed_by === null ? 'No longer pending' : 'Someone else decided first',
      detail: words,
    };
  }
  if (failure.status === 409 && now.stale)
    return { title: 'Not approved: the request is stale', detail: words };
  if (failure.status === 403) return { title: 'Not permitted', detail: words };
  if (failure.status === 503) {
    return {
      title: 'The server could not answer',
      detail: `${words} Whether the decision was taken is not known yet: the status above tells as soon as the server answers again.`,
    };
  }
  return { title: `Not ${done}`, detail: words };
}

interface Outcome {
  readonly action: DecisionOutcome['action'] | PatchStatus;
  readonly message: string;
}

/** What an outcome means, in a sentence: the answer's own, or what the request has become since. */
export function describeOutcome({ action, message }: Outcome): Explanation & {
  readonly tone: 'good' | 'bad' | 'info';
} {
  switch (action) {
    case 'APPLIED':
      return { title: 'Approved and applied', detail: 'The files on disk are changed.', tone: 'good' };
    case 'CANARY':
      return {
        title: 'Approved: it is in the canary now',
        detail: 'The canary folder is changed, the workspace is not. It is promoted or withdrawn below.',
        tone: 'good',
      };
    case 'FAILED':
      return {
        title: 'Approved, but it could not be applied',
        detail: 'The reason is on its way.',
        tone: 'bad',
      };
    case 'DENIED':
      return { title: 'Denied', detail: 'The agent can read your comment and category.', tone: 'info' };
    case 'APPROVED':
      return {
        title: 'Approved, still being applied',
        detail: 'The outcome appears here by itself.',
        tone: 'info',
      };
    case 'VOTE_RECORDED':
      return {
        title: message,
        detail: 'Others have to approve too before anything is written.',
        tone: 'info',
      };
    case 'PENDING_APPROVAL':
    case 'WITHDRAWN':
    case 'EXPIRED':
    case 'SUPERSEDED':
    case 'ROLLED_BACK':
      return { title: message, detail: 'The status says what became of it since.', tone: 'info' };
    default:
      // A server newer than this page may say more.
      action satisfies never;
      return { title: message, detail: 'The request is not decided by this alone.', tone: 'info' };
  }
}

/** By whom is decided what the settings let be approved without a person. */
export const AUTOMATIC = 'auto_approve_system';

export const CATEGORIES: readonly { readonly value: Category; readonly label: string }[] = [
  { value: 'incorrect', label: 'Incorrect: does not do what it says' },
  { value: 'incomplete', label: 'Incomplete: something is missing' },
  { value: 'unsafe', label: 'Unsafe: could do harm' },
  { value: 'out_of_scope', label: 'Out of scope: not this agent’s business' },
  { value: 'quality', label: 'Quality: not how we write it' },
  { value: 'duplicate', label: 'Duplicate of another request' },
  { value: 'not_needed', label: 'Not needed' },
  { value: 'other', label: 'Other' },
];

import type { EventKind } from '../../api/events';

const KINDS: Readonly<Record<`patch_request.${EventKind}`, string>> = {
  'patch_request.pending': 'Received',
  'patch_request.approved': 'Approved',
  'patch_request.canary': 'Put into the canary',
  'patch_request.denied': 'Denied',
  'patch_request.applied': 'Applied',
  'patch_request.failed': 'Failed to apply',
  'patch_request.withdrawn': 'Withdrawn',
  'patch_request.expired': 'Expired',
  'patch_request.superseded': 'Superseded',
  'patch_request.rolled_back': 'Rolled back',
  'patch_request.vote_recorded': 'Approval recorded',
  'patch_request.rollback_vote_recorded': 'Rollback asked for',
  'patch_request.commented': 'Commented',
  'patch_request.changes_requested': 'Changes asked for',
  'patch_request.check_ended': 'Check ended',
  'patch_request.check_queued': 'Checks run again',
  'patch_request.worsened': 'Monitors say it is worse since',
  'patch_request.canary_waiting': 'The canary waits for a person',
};

/** What a move out of the canary is called; by itself it would read as one in the workspace. */
const OUT_OF_CANARY: Readonly<Record<string, string>> = {
  'patch_request.applied': 'Promoted from the canary and applied',
  'patch_request.rolled_back': 'Withdrawn from the canary',
};

/** The entries of a ledger in words, the oldest first; one of a kind that this page does not know by its own name. */
export function describeEntries(entries: readonly { readonly kind: string }[]): string[] {
  let inCanary = false;
  return entries.map(({ kind }) => {
    const out = inCanary && Object.hasOwn(OUT_OF_CANARY, kind) ? OUT_OF_CANARY[kind] : undefined;
    inCanary = kind === 'patch_request.canary' || (inCanary && out === undefined);
    return out ?? (isKnown(kind) ? KINDS[kind] : kind);
  });
}

function isKnown(kind: string): kind is keyof typeof KINDS {
  return Object.hasOwn(KINDS, kind);
}

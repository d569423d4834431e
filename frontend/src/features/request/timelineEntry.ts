const KINDS: Readonly<Record<string, string>> = {
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

/** A ledger entry's kind in words; one that this page does not know by its own name. */
export function describeEntry(kind: string): string {
  return Object.hasOwn(KINDS, kind) ? (KINDS[kind] as string) : kind;
}

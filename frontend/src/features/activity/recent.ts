import type { PatchRequestRow } from '../../api/patch-requests';

/** The requests that are no longer pending, the latest decision first. */
export function byDecision(rows: readonly PatchRequestRow[]): PatchRequestRow[] {
  const at = (row: PatchRequestRow) => Date.parse(row.reviewed_at ?? row.created_at);
  return rows.filter(row => row.status !== 'PENDING_APPROVAL').sort((a, b) => at(b) - at(a));
}

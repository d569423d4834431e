import type { PatchRequestRow } from '../../api/patch-requests';
import { AlertBar } from './AlertBar';
import { alertOf } from './alert';

/** Names the waiting requests that their agents are most sure of. `total` counts also those that are not loaded. */
export function HighConfidenceAlert(props: { requests: readonly PatchRequestRow[]; total: number }) {
  return (
    <AlertBar
      label="High-confidence requests"
      alert={alertOf(props.requests, props.total)}
      asks="awaiting review"
    />
  );
}

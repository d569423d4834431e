import type { PatchRequestDetail } from '../../api/patch-requests';
import type { PreviewOutcome } from '../../api/preview';

/** How many files a person is offered one by one; the whole workspace holds the others too. */
export const OFFERED = 8;

/** The files that there would be something of to look at. */
export function downloadable(changes: PatchRequestDetail['changes']): string[] {
  return changes.filter(change => change.kind !== 'delete').map(change => change.target_file);
}

/** "The command ended with exit code 1, after 0.4 s". */
export function describeOutcome(outcome: PreviewOutcome): string {
  const seconds = outcome.duration_ms / 1_000;
  return `The command ${outcome.ended}, after ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

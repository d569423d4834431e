import type { PatchRequestDetail } from '../../api/patch-requests';
import { Notice } from '../../ui/Notice';

/** Why the request cannot be approved as it stands. */
export function StaleBanner({ request }: { request: PatchRequestDetail }) {
  if (request.refusal !== undefined) {
    return (
      <Notice tone="error" title="The gate would not let this through any more" detail={request.refusal} />
    );
  }
  if (!request.stale) return null;
  return (
    <Notice
      tone="error"
      title="This request is stale"
      detail={
        <>
          A file or the policy changed after it was received, so it cannot be approved.{' '}
          {request.current_diff
            ? 'Below is the diff as it was received, and after it what approving would do now.'
            : 'What is shown below is the diff as it was received.'}{' '}
          Merge it with what the files have become, ask the agent for changes, or deny it.
        </>
      }
    />
  );
}

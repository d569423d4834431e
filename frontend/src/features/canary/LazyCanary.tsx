import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import type { SignedIn } from '../session/session';

const CanaryPanel = lazyRouteComponent(() => import('./CanaryPanel'));

/** The panel of a request that is or was in the canary, whose code few pages need. */
export function LazyCanary({ request, session }: { request: PatchRequestDetail; session: SignedIn }) {
  if (request.canary === null) return null;
  return (
    <Suspense fallback={<p role="status">Loading the canary…</p>}>
      <CanaryPanel request={request} canary={request.canary} session={session} />
    </Suspense>
  );
}

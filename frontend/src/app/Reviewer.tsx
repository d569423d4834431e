import { Outlet } from '@tanstack/react-router';
import { arrivalWords, canaryWords } from '../features/alerts/arrivals';
import { useArrivalAlerts } from '../features/alerts/useArrivalAlerts';
import { PendingCountContext } from '../features/alerts/usePendingCount';
import { useCanaries } from '../features/canary/useCanary';
import { LiveBadge } from '../features/live/LiveBadge';
import { LiveProvider } from '../features/live/LiveProvider';
import { usePending } from '../features/queue/usePending';
import { Account } from '../features/session/Account';
import { NotPermitted } from '../features/session/NotPermitted';
import { canReview, type SignedIn } from '../features/session/session';
import { Shortcuts } from '../features/shortcuts/Shortcuts';
import { StopBanner } from '../features/stop/StopBanner';
import { StopButton } from '../features/stop/StopButton';
import { Frame } from './Frame';
import { Nav } from './Nav';
import { SignedInContext } from './signedIn';

/** The pages of someone signed in: a reviewer's, or word that there is nothing for this role. */
export function SignedInPages({ session }: { session: SignedIn }) {
  if (!canReview(session)) {
    return (
      <Frame header={<Account session={session} />}>
        <NotPermitted session={session} />
      </Frame>
    );
  }
  return (
    <SignedInContext value={session}>
      <LiveProvider>
        <ReviewerPages session={session} />
      </LiveProvider>
    </SignedInContext>
  );
}

function ReviewerPages({ session }: { session: SignedIn }) {
  const { data, requests, total } = usePending();
  useArrivalAlerts(data === undefined ? undefined : requests, arrivalWords);
  const canaries = useCanaries();
  useArrivalAlerts(
    canaries?.filter(canary => canary.waiting),
    canaryWords,
  );
  return (
    <PendingCountContext value={total}>
      <Frame
        header={
          <>
            <Nav />
            <LiveBadge />
            <StopButton />
            <Shortcuts />
            <Account session={session} />
          </>
        }
        banner={<StopBanner session={session} />}
      >
        <Outlet />
      </Frame>
    </PendingCountContext>
  );
}

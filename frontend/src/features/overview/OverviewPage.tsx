import { Button } from '@mantine/core';
import type { PendingPage } from '../../api/patch-requests';
import { ApiError } from '../../api/problem';
import { count } from '../../ui/format';
import { FailureNotice, Notice } from '../../ui/Notice';
import { canReview, type SignedIn } from '../session/session';
import classes from './OverviewPage.module.css';
import { PendingSkeleton, PendingTable } from './PendingTable';
import { usePending } from './usePending';

/** The signed-in home: what waits for a decision. */
export function OverviewPage({ session }: { session: SignedIn }) {
  if (!canReview(session)) {
    return (
      <Notice
        title="Nothing to review here"
        detail={`${session.subject} is signed in as ${session.roles.join(', ') || 'nobody in particular'}; requests are shown to reviewers.`}
      />
    );
  }
  return <Pending />;
}

function Pending() {
  const { data, error, isFetching, refetch } = usePending();
  return (
    <section className={classes.page} aria-labelledby="pending" aria-busy={isFetching}>
      <title>
        {data === undefined ? 'Requests · Patchgate' : `(${data.total_pending}) Requests · Patchgate`}
      </title>
      <div className={classes.heading}>
        <h1 id="pending">Pending requests</h1>
        {data !== undefined && (
          <span className={classes.total}>{data.total_pending.toLocaleString('en')}</span>
        )}
      </div>
      {error instanceof ApiError && (data === undefined || error.failure.kind !== 'unreachable') && (
        <FailureNotice
          failure={error.failure}
          action={
            <Button size="xs" variant="default" loading={isFetching} onClick={() => refetch()}>
              Try again
            </Button>
          }
        />
      )}
      {data !== undefined ? <PendingList page={data} /> : error === null && <PendingSkeleton />}
    </section>
  );
}

function PendingList({ page }: { page: PendingPage }) {
  const shown = page.pending_requests.length;
  if (shown === 0) {
    return <Notice title="Nothing waits for you" detail="What agents propose appears here by itself." />;
  }
  return (
    <>
      <PendingTable requests={page.pending_requests} />
      {page.total_pending > shown && (
        <p className={classes.more}>
          The newest {shown} of {count(page.total_pending, 'request')}.
        </p>
      )}
    </>
  );
}

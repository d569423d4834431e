import { Button, Skeleton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { ApiError, type Failure } from '../../api/problem';
import { FailureNotice, Notice } from '../../ui/Notice';
import { ReadFailure } from '../../ui/ReadFailure';
import { useKeys } from '../../ui/useKeys';
import { PageTitle } from '../alerts/PageTitle';
import { LazyCanary } from '../canary/LazyCanary';
import { Checks } from '../checks/Checks';
import { DecisionPanel } from '../decision/DecisionPanel';
import type { Place } from '../diff/annotations';
import { LazyDiff } from '../diff/LazyDiff';
import { Preview } from '../preview/Preview';
import { MergeOffer } from '../revision/MergeOffer';
import { ReviewedDiff } from '../revision/ReviewedDiff';
import { RevisionBanner } from '../revision/RevisionBanner';
import type { SignedIn } from '../session/session';
import { Signals } from '../signals/Signals';
import { marksOf } from '../signals/signals';
import { Facts, Files, Motivation } from './Evidence';
import { Heading } from './Heading';
import classes from './RequestPage.module.css';
import { StaleBanner } from './StaleBanner';
import { Timeline } from './Timeline';
import { useRequest } from './useRequest';

/** One request: what an agent wants to change, why, and the decision on it. */
export function RequestPage({ id, session }: { id: string; session: SignedIn }) {
  const read = useRequest(id);
  const { data, error } = read;
  const navigate = useNavigate();
  useKeys({ u: () => void navigate({ to: '/' }) });
  if (data !== undefined) {
    const failure = error instanceof ApiError && error.failure.kind === 'problem' ? error.failure : undefined;
    return <Request key={id} request={data} session={session} failure={failure} />;
  }
  if (error === null) return <Loading />;
  return (
    <>
      <PageTitle page="Request" />
      {isUnknown(error) ? (
        <Notice
          alone
          title="There is no such request"
          detail="The address may be mistyped, or the request is not one that reviewers see."
          action={
            <Button component={Link} to="/" size="xs" variant="default">
              Go to the requests
            </Button>
          }
        />
      ) : (
        <ReadFailure alone of={read} />
      )}
    </>
  );
}

/** An id that stands for nothing, or that is none. */
function isUnknown(error: Error): boolean {
  return (
    error instanceof ApiError &&
    error.failure.kind === 'problem' &&
    (error.failure.status === 404 || error.failure.status === 422)
  );
}

interface Shown {
  request: PatchRequestDetail;
  session: SignedIn;
  /** Why the latest reading brought nothing, so that what is shown may be out of date. */
  failure: Failure | undefined;
}

function Request({ request, session, failure }: Shown) {
  const [seek, setSeek] = useState<Place | undefined>();
  const marks = useMemo(() => marksOf(request.signals ?? []), [request.signals]);
  return (
    <article className={classes.page} aria-labelledby="request">
      <PageTitle page={request.target_file} />
      <div className={classes.heading}>
        <Heading request={request} />
      </div>
      <div className={classes.main}>
        {failure !== undefined && <FailureNotice failure={failure} />}
        <RevisionBanner request={request} />
        {request.status === 'PENDING_APPROVAL' && <StaleBanner request={request} />}
        {request.status === 'PENDING_APPROVAL' && request.stale && <MergeOffer request={request} />}
        <Motivation request={request} />
        <section aria-labelledby="changes" className={classes.changes}>
          <h2 id="changes">
            {request.stale && request.status === 'PENDING_APPROVAL' ? 'As received' : 'Changes'}
          </h2>
          <Files request={request} />
          <ReviewedDiff request={request} marks={marks} seek={seek} />
        </section>
        {request.stale && request.current_diff && request.status === 'PENDING_APPROVAL' && (
          <section aria-labelledby="current" className={classes.changes} id="current-diff">
            <h2 id="current">As it would be now</h2>
            <LazyDiff diff={request.current_diff} contents={request.changes} name="now" />
          </section>
        )}
      </div>
      <div className={classes.side}>
        <div className={classes.decision} data-pending={request.status === 'PENDING_APPROVAL'}>
          <DecisionPanel request={request} session={session} />
        </div>
        {request.canary !== null && (
          <div className={classes.decision}>
            <LazyCanary request={request} session={session} />
          </div>
        )}
        <Checks request={request} />
        <Signals
          several={request.changes.length > 1}
          signals={request.signals}
          onSeek={place => setSeek({ ...place })}
        />
        <Preview request={request} />
        <Facts request={request} />
        <Timeline id={request.request_id} />
      </div>
    </article>
  );
}

function Loading() {
  return (
    <div className={classes.page} role="status" aria-label="Loading the request">
      <PageTitle page="Request" />
      <div className={classes.heading}>
        <Skeleton height={22} width="40%" />
        <Skeleton height={14} width="60%" mt={10} />
      </div>
      <div className={classes.main}>
        <Skeleton height={64} />
        <Skeleton height={320} />
      </div>
      <div className={classes.side}>
        <Skeleton height={160} />
      </div>
    </div>
  );
}

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getAnalytics } from '../../api/analytics';
import { keys } from '../../api/keys';
import { ApiError } from '../../api/problem';
import { FailureNotice } from '../../ui/Notice';
import { PageTitle } from '../alerts/PageTitle';
import classes from './Analytics.module.css';
import { Calibrations } from './Calibrations';
import { Decisions } from './Decisions';
import { Outcomes } from './Outcomes';

/** How requests end, what confidences have been worth, and what became of what was applied. */
export function AnalyticsPage() {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: keys.analytics,
    queryFn: ({ signal }) => getAnalytics(signal),
    refetchInterval: 30_000,
  });
  return (
    <section className={classes.page} aria-labelledby="analytics">
      <PageTitle page="Analytics" />
      <h1 id="analytics">Analytics</h1>
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
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading analytics">
          <Skeleton height={240} />
        </div>
      )}
      {data !== undefined && (
        <>
          <Decisions decisions={data.decisions} />
          <Calibrations calibrations={data.calibrations} />
          <Outcomes outcomes={data.outcomes} />
        </>
      )}
    </section>
  );
}

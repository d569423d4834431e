import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getAnalytics } from '../../api/analytics';
import { keys } from '../../api/keys';
import { ReadFailure } from '../../ui/ReadFailure';
import { PageTitle } from '../alerts/PageTitle';
import classes from './Analytics.module.css';
import { Calibrations } from './Calibrations';
import { Canaries } from './Canaries';
import { Decisions } from './Decisions';
import { Outcomes } from './Outcomes';

/** How requests end, what confidences have been worth, and what became of what was applied. */
export function AnalyticsPage() {
  const read = useQuery({
    queryKey: keys.analytics,
    queryFn: ({ signal }) => getAnalytics(signal),
    refetchInterval: 30_000,
  });
  const { data, error } = read;
  return (
    <section className={classes.page} aria-labelledby="analytics">
      <PageTitle page="Analytics" />
      <h1 id="analytics">Analytics</h1>
      <ReadFailure of={read} />
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading analytics">
          <Skeleton height={240} />
        </div>
      )}
      {data !== undefined && (
        <>
          <Decisions decisions={data.decisions} />
          <Calibrations calibrations={data.calibrations} />
          <Canaries canaries={data.canaries} />
          <Outcomes outcomes={data.outcomes} />
        </>
      )}
    </section>
  );
}

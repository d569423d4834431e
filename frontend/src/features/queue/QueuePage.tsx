import { Button } from '@mantine/core';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { Kbd } from '../../ui/Kbd';
import { ReadFailure } from '../../ui/ReadFailure';
import { CanaryAlert } from '../alerts/CanaryAlert';
import { HighConfidenceAlert } from '../alerts/HighConfidenceAlert';
import { PageTitle } from '../alerts/PageTitle';
import classes from './QueuePage.module.css';
import { QueueSkeleton, QueueTable } from './QueueTable';
import { usePending } from './usePending';

/** The reviewer's home: what waits for a decision. */
export function QueuePage() {
  const pending = usePending();
  const { data, error, requests, total, totalHighConfidence } = pending;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pending;
  const known = data !== undefined;
  return (
    <section className={classes.page} aria-labelledby="pending" aria-busy={!known && error === null}>
      <PageTitle page="Requests" />
      <div className={classes.heading}>
        <h1 id="pending">
          AI code modification requests{' '}
          {total !== undefined && total > 0 && (
            <span className={classes.total}>{total.toLocaleString('en')}</span>
          )}
        </h1>
        {requests.length > 0 && (
          <p className={classes.keys}>
            <Kbd>j</Kbd> <Kbd>k</Kbd> move, <Kbd>Enter</Kbd> opens
          </p>
        )}
      </div>
      <ReadFailure of={pending} />
      <CanaryAlert />
      {known && <HighConfidenceAlert requests={requests} total={totalHighConfidence ?? 0} />}
      {!known && error === null && <QueueSkeleton />}
      {known && requests.length === 0 && (
        <Empty title="Nothing waits for you">What agents propose appears here by itself.</Empty>
      )}
      {requests.length > 0 && <QueueTable requests={requests} />}
      {hasNextPage && (
        <div className={classes.more}>
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Show more
          </Button>
          <span>
            The newest {requests.length.toLocaleString('en')} of {count(total ?? 0, 'request')}
          </span>
        </div>
      )}
    </section>
  );
}

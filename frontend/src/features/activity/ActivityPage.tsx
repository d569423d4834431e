import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keys } from '../../api/keys';
import { listPatchRequests, type PatchRequestRow } from '../../api/patch-requests';
import { Age } from '../../ui/Age';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { Inert, Path } from '../../ui/Inert';
import { ReadFailure } from '../../ui/ReadFailure';
import { Status } from '../../ui/Status';
import { bounded } from '../../ui/visible';
import { PageTitle } from '../alerts/PageTitle';
import { AUTOMATIC } from '../decision/decision';
import { usePollEvery } from '../live/LiveContext';
import classes from './ActivityPage.module.css';

const PAGE = 50;

/** What was decided lately, and what came of it. */
export function ActivityPage() {
  const recent = useInfiniteQuery({
    queryKey: keys.recent,
    queryFn: ({ pageParam, signal }) =>
      listPatchRequests(
        { sort: 'decided', limit: PAGE, ...(pageParam !== undefined && { cursor: pageParam }) },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
    refetchInterval: usePollEvery(),
  });
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = recent;
  const total = data?.pages[0]?.total;
  const rows = data?.pages.flatMap(page => page.patch_requests);
  return (
    <section className={classes.page} aria-labelledby="decisions">
      <PageTitle page="Decisions" />
      <h1 id="decisions">Recent decisions</h1>
      <ReadFailure of={recent} />
      {rows === undefined && error === null && (
        <div role="status" aria-label="Loading decisions">
          <Skeleton height={160} />
        </div>
      )}
      {rows?.length === 0 && (
        <Empty title="Nothing has been decided yet">Decisions and what came of them are listed here.</Empty>
      )}
      {rows !== undefined && rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map(row => (
            <Row key={row.request_id} row={row} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div className={classes.more}>
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Show earlier ones
          </Button>
          <span>
            The latest {rows?.length.toLocaleString('en')} of {count(total ?? 0, 'decision')}
          </span>
        </div>
      )}
    </section>
  );
}

function Row({ row }: { row: PatchRequestRow }) {
  const more = row.file_count - 1;
  return (
    <li className={classes.row}>
      <span className={classes.status}>
        <Status status={row.status} />
      </span>
      <div className={classes.what}>
        <Link to="/requests/$id" params={{ id: row.request_id }} className={classes.link}>
          <Path path={row.target_file} />
        </Link>
        {more > 0 && <span className={classes.dim}> +{more}</span>}
        <Inert className={classes.component}>{row.component}</Inert>
        {row.application_error !== null && (
          <p className={classes.error}>
            <Inert>{bounded(row.application_error, 400).shown}</Inert>
          </p>
        )}
        {row.review_comment !== null && row.review_comment !== '' && (
          <p className={classes.comment}>
            {row.category !== null && (
              <span className={classes.category}>{row.category.replaceAll('_', ' ')}</span>
            )}
            <Inert>{bounded(row.review_comment, 300).shown}</Inert>
          </p>
        )}
      </div>
      <span className={classes.who}>
        {row.reviewed_by !== null && (
          <>
            <Inert>{row.reviewed_by}</Inert>
            {row.reviewed_by === AUTOMATIC && ' (no person)'} ·{' '}
          </>
        )}
        <Age at={row.reviewed_at ?? row.created_at} ago />
      </span>
    </li>
  );
}

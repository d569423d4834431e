import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { listFeedback } from '../../api/feedback';
import { keys } from '../../api/keys';
import { Empty } from '../../ui/Empty';
import { ReadFailure } from '../../ui/ReadFailure';
import { PageTitle } from '../alerts/PageTitle';
import classes from './Feedback.module.css';
import { FeedbackFilters } from './FeedbackFilters';
import { FeedbackRow } from './FeedbackRow';
import { type Filters, query } from './filters';

const PAGE = 50;
const route = getRouteApi('/signed-in/feedback');

/** What was reported, the latest received first. The filters stand in the page's address. */
export function FeedbackPage() {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <section className={classes.page} aria-labelledby="feedback">
      <PageTitle page="Feedback" />
      <div>
        <h1 id="feedback">Feedback</h1>
        <p className={classes.lead}>
          What agents and monitors report. All of it informs the loop; only what monitors send counts for
          outcomes and calibration.
        </p>
      </div>
      <FeedbackFilters
        key={filters.component}
        filters={filters}
        onChange={search => navigate({ search, replace: true })}
      />
      <Events filters={filters} />
    </section>
  );
}

function Events({ filters }: { filters: Filters }) {
  const read = useInfiniteQuery({
    queryKey: keys.feedback(filters),
    queryFn: ({ pageParam, signal }) => listFeedback(query(filters, pageParam, PAGE), signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: page => page.next_before ?? undefined,
  });
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = read;
  const events = data?.pages.flatMap(page => page.feedback);
  return (
    <>
      <ReadFailure of={read} />
      {events === undefined && error === null && (
        <div role="status" aria-label="Loading feedback">
          <Skeleton height={160} />
        </div>
      )}
      {events?.length === 0 && (
        <Empty title="No such feedback">
          {Object.keys(filters).length === 0
            ? 'What agents and monitors report is listed here.'
            : 'Other filters may show some.'}
        </Empty>
      )}
      {events !== undefined && events.length > 0 && (
        <ul className={classes.list} aria-label="Feedback">
          {events.map(event => (
            <FeedbackRow key={event.sequence} event={event} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button
          className={classes.more}
          size="xs"
          variant="default"
          loading={isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          Show earlier ones
        </Button>
      )}
    </>
  );
}

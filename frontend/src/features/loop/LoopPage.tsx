import { Skeleton } from '@mantine/core';
import type { Improvements } from '../../api/improvements';
import { Age } from '../../ui/Age';
import { formatMoment } from '../../ui/format';
import { Inert } from '../../ui/Inert';
import { Notice } from '../../ui/Notice';
import { ReadFailure } from '../../ui/ReadFailure';
import { PageTitle } from '../alerts/PageTitle';
import { Considerations } from './Considerations';
import { ConsiderNow } from './ConsiderNow';
import classes from './Loop.module.css';
import { rule, used } from './loop';
import { Suggestions } from './Suggestions';
import { useLoop } from './useLoop';
import { Windows } from './Windows';

/** The self-improvement loop: what it reads, what it came to and why, and what it suggests. */
export function LoopPage() {
  const read = useLoop();
  const { data, error } = read;
  return (
    <section className={classes.page} aria-labelledby="loop">
      <PageTitle page="Loop" />
      <div>
        <h1 id="loop">The loop</h1>
        {data !== undefined && <p className={classes.lead}>{rule(data)}</p>}
      </div>
      <ReadFailure of={read} />
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading the loop">
          <Skeleton height={200} />
        </div>
      )}
      {data !== undefined && <Loop loop={data} />}
    </section>
  );
}

function Loop({ loop }: { loop: Improvements }) {
  return (
    <>
      {loop.stopped && (
        <Notice
          title="The loop is frozen"
          detail="Everything is stopped. What is asked for waits in the queue until an admin resumes."
        />
      )}
      <Facts loop={loop} />
      <ConsiderNow loop={loop} />
      <Windows windows={loop.windows} />
      <Suggestions suggestions={loop.suggestions} />
      <Considerations considerations={loop.considerations} />
    </>
  );
}

function Facts({ loop }: { loop: Improvements }) {
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Next run</dt>
        <dd>{formatMoment(new Date(loop.next_run))}</dd>
      </div>
      <div>
        <dt>Last run</dt>
        <dd>{loop.last_run === null ? 'not yet' : <Age at={loop.last_run} ago />}</dd>
      </div>
      <div>
        <dt>Model</dt>
        <dd>
          {loop.model === null ? (
            'none: suggestions stand without a patch'
          ) : (
            <>
              <Inert>{loop.model}</Inert>
              {loop.provider !== null && (
                <span className={classes.dim}>
                  {' '}
                  · <Inert>{loop.provider}</Inert>
                </span>
              )}
            </>
          )}
        </dd>
      </div>
      {loop.budgets.map(budget => (
        <div key={budget.what}>
          <dt>{budget.what.charAt(0).toUpperCase() + budget.what.slice(1)}</dt>
          <dd>{used(budget)}</dd>
        </div>
      ))}
    </dl>
  );
}

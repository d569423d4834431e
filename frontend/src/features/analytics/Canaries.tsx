import { Link } from '@tanstack/react-router';
import type { CanaryComparison } from '../../api/canaries';
import { Age } from '../../ui/Age';
import { Inert, Path } from '../../ui/Inert';
import { useNow } from '../../ui/useNow';
import { Comparison } from '../canary/Comparison';
import { describeStanding, standingOf } from '../canary/canary';
import classes from './Analytics.module.css';

/** What monitors said of each request in a canary and of stable in the same time. Nothing where no workspace has one. */
export function Canaries({ canaries }: { canaries: readonly CanaryComparison[] }) {
  const now = useNow();
  if (canaries.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="canaries">
      <div>
        <h2 id="canaries">Stable and canary</h2>
        <p className={classes.lead}>
          The same shares on the canary and on stable in the same time. To the right of the dashed line the
          canary is worse, to the left better.
        </p>
      </div>
      {canaries.map(({ request_id: id, target_file, component, canary }) => (
        <div key={id} className={classes.card}>
          <div className={classes.head}>
            <h3>
              <Link to="/requests/$id" params={{ id }} className={classes.link}>
                <Path path={target_file} />
              </Link>
            </h3>
            <Inert>{component}</Inert>
            <span className={classes.dim}>
              put into the canary <Age at={canary.started_at} ago />,{' '}
              {describeStanding(standingOf(canary, now))}
            </span>
          </div>
          <Comparison id={id} canary={canary} />
        </div>
      ))}
    </section>
  );
}

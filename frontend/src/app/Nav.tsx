import { Link } from '@tanstack/react-router';
import { usePendingCount } from '../features/alerts/usePendingCount';
import classes from './Nav.module.css';

/** The pages of a reviewer. */
export function Nav() {
  const waiting = usePendingCount();
  return (
    <nav className={classes.nav} aria-label="Pages">
      <Link to="/" activeOptions={{ exact: true }} className={classes.link}>
        Requests
        {waiting !== undefined && waiting > 0 && (
          <span className={classes.count}>{waiting.toLocaleString('en')}</span>
        )}
      </Link>
      <Link to="/decisions" className={classes.link}>
        Decisions
      </Link>
      <Link to="/loop" className={classes.link}>
        Loop
      </Link>
      <Link to="/feedback" className={classes.link}>
        Feedback
      </Link>
      <Link to="/analytics" className={classes.link}>
        Analytics
      </Link>
      <Link to="/protected-files" className={classes.link}>
        Protected files
      </Link>
    </nav>
  );
}

import { Link } from '@tanstack/react-router';
import { Path } from '../../ui/Inert';
import classes from './AlertBar.module.css';
import type { Alert } from './alert';
import { NotificationSwitch } from './NotificationSwitch';

interface Named {
  readonly request_id: string;
  readonly target_file: string;
}

/** Over a page: what somebody should look at soon, each with the way there. */
export function AlertBar(props: { label: string; alert: Alert<Named> | undefined; asks: string }) {
  const { label, alert, asks } = props;
  if (alert === undefined) return null;
  return (
    <aside className={classes.alert} aria-label={label}>
      <p>
        <strong>{alert.headline}</strong> {asks}
        {alert.named.map(request => (
          <Link
            key={request.request_id}
            to="/requests/$id"
            params={{ id: request.request_id }}
            className={classes.link}
          >
            <Path path={request.target_file} />
          </Link>
        ))}
        {alert.rest !== undefined && <span className={classes.link}>{alert.rest}</span>}
      </p>
      <NotificationSwitch />
    </aside>
  );
}

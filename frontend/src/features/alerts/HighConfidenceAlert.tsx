import { Link } from '@tanstack/react-router';
import type { PatchRequestRow } from '../../api/patch-requests';
import { Path } from '../../ui/Inert';
import { alertOf } from './alert';
import classes from './HighConfidenceAlert.module.css';
import { NotificationSwitch } from './NotificationSwitch';

/** Names the waiting requests that their agents are most sure of. `total` counts also those that are not loaded. */
export function HighConfidenceAlert(props: { requests: readonly PatchRequestRow[]; total: number }) {
  const alert = alertOf(props.requests, props.total);
  if (alert === undefined) return null;
  return (
    <aside className={classes.alert} aria-label="High-confidence requests">
      <p>
        <strong>{alert.headline}</strong> awaiting review
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

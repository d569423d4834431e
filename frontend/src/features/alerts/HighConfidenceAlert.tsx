import { Link } from '@tanstack/react-router';
import type { PatchRequestRow } from '../../api/patch-requests';
import { count } from '../../ui/format';
import { Path } from '../../ui/Inert';
import { isHighConfidence } from './arrivals';
import classes from './HighConfidenceAlert.module.css';
import { NotificationSwitch } from './NotificationSwitch';

const SHOWN = 3;

/** Names the waiting requests that their agents are most sure of. */
export function HighConfidenceAlert({ requests }: { requests: readonly PatchRequestRow[] }) {
  const sure = requests.filter(isHighConfidence);
  if (sure.length === 0) return null;
  return (
    <aside className={classes.alert} aria-label="High-confidence requests">
      <p>
        <strong>{count(sure.length, 'high-confidence request')}</strong> awaiting review
        {sure.slice(0, SHOWN).map(request => (
          <Link
            key={request.request_id}
            to="/requests/$id"
            params={{ id: request.request_id }}
            className={classes.link}
          >
            <Path path={request.target_file} />
          </Link>
        ))}
        {sure.length > SHOWN && <span className={classes.link}>and {sure.length - SHOWN} more</span>}
      </p>
      <NotificationSwitch />
    </aside>
  );
}

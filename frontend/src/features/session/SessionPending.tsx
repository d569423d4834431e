import { Loader } from '@mantine/core';
import { FailureNotice } from '../../ui/Notice';
import classes from './SignInPage.module.css';
import type { Session } from './session';

type Pending = Extract<Session, { kind: 'unknown' | 'unreachable' }>;

/** While it is not known who is there: nobody has answered yet, or nobody answers. */
export function SessionPending({ session }: { session: Pending }) {
  if (session.kind === 'unreachable') return <FailureNotice alone failure={session.failure} />;
  return (
    <div className={classes.waiting} role="status" aria-label="Loading">
      <Loader size="sm" type="dots" color="gray" />
    </div>
  );
}

import { Button } from '@mantine/core';
import { ApiError, describeFailure } from '../../api/problem';
import { Age } from '../../ui/Age';
import { Inert } from '../../ui/Inert';
import { isAdmin, type SignedIn } from '../session/session';
import classes from './Stop.module.css';
import { useLiftStop, useStop } from './useStop';

/** On every page while an emergency stop is in force: who, since when, why, and the way out for who has it. */
export function StopBanner({ session }: { session: SignedIn }) {
  const stop = useStop();
  const lift = useLiftStop();
  if (stop?.stopped !== true) return null;
  return (
    <div role="status" className={classes.banner}>
      <p className={classes.words}>
        <strong>Everything is stopped</strong> by <Inert>{stop.by ?? ''}</Inert>{' '}
        {stop.since !== undefined && <Age at={stop.since} />}
        {stop.reason ? (
          <>
            : <Inert>{stop.reason}</Inert>
          </>
        ) : (
          '.'
        )}{' '}
        Nothing is approved, applied or rolled back until an admin resumes.
        {lift.error instanceof ApiError && <> {describeFailure(lift.error.failure).title}.</>}
      </p>
      {isAdmin(session) && (
        <Button size="compact-sm" variant="default" loading={lift.isPending} onClick={() => lift.mutate()}>
          Resume
        </Button>
      )}
    </div>
  );
}

import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { ApiError } from '../../api/problem';
import { Dialog } from '../../ui/Dialog';
import { FailureNotice } from '../../ui/Notice';
import classes from './Stop.module.css';
import { useEngageStop, useStop } from './useStop';

/** On every page: one act that freezes everything. It asks once more, since a slip would hold everybody up. */
export function StopButton() {
  const stop = useStop();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const engage = useEngageStop();
  if (stop?.stopped !== false) return null;

  const close = () => dialog.current?.close();
  const confirm = () => engage.mutate(reason.trim(), { onSuccess: close });
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => dialog.current?.showModal()}>
        <span className={classes.sign} aria-hidden="true" />
        Stop
      </Button>
      <Dialog handle={dialog} name="stop-title" title="Stop everything?">
        <p className={classes.text}>
          Nothing is approved, applied or rolled back until an admin resumes. Agents go on proposing, and you
          can still read and deny.
        </p>
        <Textarea
          label="Reason"
          description="Shown to everyone."
          maxLength={2000}
          autosize
          minRows={2}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        {engage.error instanceof ApiError && <FailureNotice failure={engage.error.failure} />}
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button color="red" loading={engage.isPending} onClick={confirm}>
            Stop everything
          </Button>
        </div>
      </Dialog>
    </>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { describeFailure } from '../../api/problem';
import { count } from '../../ui/format';
import { Notice } from '../../ui/Notice';
import { RevertOffer } from '../revision/RevertOffer';
import { useStop } from '../stop/useStop';
import { ActForm } from './ActForm';
import classes from './DecisionPanel.module.css';
import { failureOf, useRollback } from './useDecision';
import { describeBallot, rollbackBallot } from './votes';

/** Takes an applied request back. The consequence is named before the button that has it. */
export function RollbackForm({ request, subject }: { request: PatchRequestDetail; subject: string }) {
  const rollback = useRollback(request.request_id);
  const [open, setOpen] = useState(false);
  const [comment, setComment] = useState('');
  const failed = rollback.isError ? describeFailure(failureOf(rollback.error)) : undefined;
  const stopped = useStop()?.stopped === true;
  const { given, required, mine, last } = rollbackBallot(request, subject);
  if (!open || mine) {
    return (
      <>
        {given > 0 && (
          <p className={classes.consequence}>
            {describeBallot({ given, required })} to roll it back
            {mine && ': yours is recorded, somebody else has to ask for it too'}.
          </p>
        )}
        <Button size="xs" variant="default" disabled={mine || stopped} onClick={() => setOpen(true)}>
          Roll back…
        </Button>
      </>
    );
  }
  return (
    <ActForm
      name="Confirm the rollback"
      comment={comment}
      button={last ? `Roll back ${count(request.file_count, 'file')}` : 'Vote to roll back'}
      color="red"
      sending={rollback.isPending}
      onComment={setComment}
      onSend={() => rollback.mutate(comment)}
      onCancel={() => setOpen(false)}
    >
      {failed !== undefined && (
        <>
          <Notice tone="error" title={`Not rolled back: ${failed.title}`} detail={failed.detail} />
          <RevertOffer request={request} comment={comment} />
        </>
      )}
      {!last && (
        <p className={classes.consequence}>
          Rolling it back takes {required} people, as approving it did. Yours will be one of these votes.
        </p>
      )}
      <p className={classes.consequence}>
        Puts {count(request.file_count, 'file')} back as before this request, on disk and at once: changed
        files get their earlier bytes, created files are deleted, deleted ones return. If a file was changed
        since, nothing happens.
      </p>
    </ActForm>
  );
}

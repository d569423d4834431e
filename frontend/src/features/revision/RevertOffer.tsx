import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { FailureNotice, Notice } from '../../ui/Notice';
import { failureOf } from '../decision/useDecision';
import { Preview } from './Preview';
import classes from './Revision.module.css';
import { useRevert, useRevertPreview } from './useRevision';

/** Where a rollback is refused since a file was changed: taking the request back beside that, as a request to review. */
export function RevertOffer({ request, comment }: { request: PatchRequestDetail; comment: string }) {
  const [open, setOpen] = useState(false);
  const preview = useRevertPreview(request.request_id, open);
  const revert = useRevert(request.request_id);
  if (revert.isSuccess) {
    return (
      <Notice
        tone="good"
        title="Asked for"
        detail={
          <>
            Others review{' '}
            <Link className={classes.link} to="/requests/$id" params={{ id: revert.data.request_id }}>
              the request that takes this one back
            </Link>
            .
          </>
        }
      />
    );
  }
  if (!open) {
    return (
      <Button variant="default" size="xs" onClick={() => setOpen(true)}>
        Take it back beside later changes…
      </Button>
    );
  }
  return (
    <section className={classes.box} aria-label="Taking it back beside later changes" data-wide>
      {revert.isError && <FailureNotice failure={failureOf(revert.error)} />}
      <Preview preview={preview} name="reverted" />
      <p className={classes.quiet}>
        Nothing is written yet: it becomes a request of yours, which somebody else approves.
      </p>
      <div className={classes.row}>
        <Button
          disabled={preview.data === undefined || !preview.data.clean || preview.data.diff === ''}
          loading={revert.isPending}
          onClick={() => revert.mutate(comment)}
        >
          Ask for the revert
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          Close
        </Button>
      </div>
    </section>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { FailureNotice } from '../../ui/Notice';
import { failureOf } from '../decision/useDecision';
import { Preview } from './Preview';
import classes from './Revision.module.css';
import { useMerge, useMergePreview } from './useRevision';

/** Brings a stale request together with what its files have become, after showing what that makes. */
export function MergeOffer({ request }: { request: PatchRequestDetail }) {
  const [open, setOpen] = useState(false);
  const preview = useMergePreview(request.request_id, open);
  const merge = useMerge(request.request_id);
  const data = preview.data;
  if (!open) {
    return (
      <div>
        <Button variant="default" size="xs" onClick={() => setOpen(true)}>
          Look at the merge
        </Button>
      </div>
    );
  }
  return (
    <section className={classes.box} aria-labelledby="merge">
      <h2 id="merge">The merge</h2>
      {merge.isError && <FailureNotice failure={failureOf(merge.error)} />}
      <Preview preview={preview} name="merged" />
      <p className={classes.quiet}>
        {data?.clean === false
          ? 'Ask the agent for changes below the diff: it reads your words and answers with a revision.'
          : 'It becomes a revision that supersedes this request: votes do not carry over, and you may not approve it.'}
      </p>
      <div className={classes.row}>
        <Button
          disabled={data === undefined || !data.clean || data.diff === ''}
          loading={merge.isPending}
          onClick={() => data !== undefined && merge.mutate(data.merge_key)}
        >
          Supersede by this merge
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          Close
        </Button>
      </div>
    </section>
  );
}

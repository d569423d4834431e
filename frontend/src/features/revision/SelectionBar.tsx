import { Button } from '@mantine/core';
import { FailureNotice } from '../../ui/Notice';
import { failureOf } from '../decision/useDecision';
import classes from './Revision.module.css';
import type { useReduce } from './useRevision';

interface Props {
  kept: number;
  all: number;
  reduce: ReturnType<typeof useReduce>;
  onMake(): void;
  onCancel(): void;
}

/** What a selection of hunks becomes, before it does. */
export function SelectionBar({ kept, all, reduce, onMake, onCancel }: Props) {
  return (
    <section className={classes.box} aria-label="Chosen hunks">
      {reduce.isError && <FailureNotice failure={failureOf(reduce.error)} />}
      <p>
        <strong>
          {kept} of {all} hunks kept.
        </strong>{' '}
        They become a revision that supersedes this request. The agent is told what is left out; votes do not
        carry over, and you may not approve it.
      </p>
      <div className={classes.row}>
        <Button disabled={kept === 0 || kept === all} loading={reduce.isPending} onClick={onMake}>
          Make the revision
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </section>
  );
}

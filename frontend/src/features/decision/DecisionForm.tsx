import { Button, NativeSelect, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { count } from '../../ui/format';
import { Kbd } from '../../ui/Kbd';
import { Notice } from '../../ui/Notice';
import classes from './DecisionPanel.module.css';
import { CATEGORIES, missing, type Verdict } from './decision';

interface Props {
  verdict: Verdict;
  sending: boolean;
  /** The request changed after the reviewer made up his mind. */
  moved: boolean;
  request: PatchRequestDetail;
  /** An approval would be the one that completes the quorum. */
  decides: boolean;
  comment: string;
  category: string;
  onComment(comment: string): void;
  onCategory(category: string): void;
  onSend(): void;
  onCancel(): void;
}

const OPTIONS = [{ value: '', label: 'Choose…' }, ...CATEGORIES];

/** The confirmation. The keyboard starts where the next key is wanted: on the button, or on what a denial needs. */
export function DecisionForm(props: Props) {
  const { verdict, sending, moved, request, decides, comment, category, onSend, onCancel } = props;
  const [tried, setTried] = useState(false);
  const lacks = missing(verdict, comment, category);
  const whole = Object.keys(lacks).length === 0;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (whole && !sending && !moved) onSend();
  }
  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.key === 'Escape') onCancel();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  }

  return (
    <form className={classes.form} onSubmit={submit} onKeyDown={onKeyDown} aria-label={LABELS[verdict].form}>
      {moved && (
        <Notice
          tone="error"
          title="The request changed while you were deciding"
          detail="Cancel, look at what is shown now, and decide again."
        />
      )}
      {verdict === 'deny' && (
        <NativeSelect
          label="Category"
          data={OPTIONS}
          value={category}
          autoFocus
          disabled={sending}
          error={tried && lacks.category}
          onChange={event => props.onCategory(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={verdict === 'deny' ? 'Comment' : 'Comment (optional)'}
        description={verdict === 'deny' ? 'The agent reads it and learns from it.' : undefined}
        rows={3}
        maxLength={10_000}
        value={comment}
        disabled={sending}
        error={tried && lacks.comment}
        onChange={event => props.onComment(event.currentTarget.value)}
      />
      <p className={classes.consequence}>
        {verdict === 'approve' && !decides
          ? 'Counts as one approval. Others have to approve too before anything is written.'
          : verdict === 'approve'
            ? whatItWrites(request)
            : 'Nothing is written. The request cannot be approved afterwards.'}
      </p>
      <div className={classes.choice}>
        <Button
          type="submit"
          color={verdict === 'approve' ? 'green' : 'red'}
          autoFocus={verdict === 'approve'}
          loading={sending}
          disabled={moved}
        >
          {verdict === 'deny' ? LABELS.deny.button : decides ? approval(request) : 'Record my approval'}
        </Button>
        <Button variant="default" disabled={sending} onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <p className={classes.hint}>
        <Kbd>{verdict === 'approve' ? 'Enter' : 'Ctrl Enter'}</Kbd> confirms, <Kbd>Esc</Kbd> cancels
      </p>
    </form>
  );
}

const LABELS = {
  approve: { form: 'Confirm the approval' },
  deny: { form: 'Confirm the denial', button: 'Deny the request' },
} as const;

type Where = Pick<PatchRequestDetail, 'file_count' | 'workspace' | 'canary_first'>;

function approval({ canary_first }: Where): string {
  return canary_first ? 'Approve into the canary' : 'Approve and apply';
}

function whatItWrites({ file_count, workspace, canary_first }: Where): string {
  const files = count(file_count, 'file');
  return canary_first
    ? `Writes ${files} in the canary folder of “${workspace}” at once, and in the workspace when it is promoted.`
    : `Writes ${files} in the workspace “${workspace}” at once. It can be rolled back.`;
}

import { Button, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Kbd } from '../../ui/Kbd';
import classes from './DecisionPanel.module.css';

interface Props {
  name: string;
  /** What the act does, and above it why the latest try came to nothing. */
  children: ReactNode;
  /** Says why a comment is wanted; without it there may be none. */
  wanted?: string;
  comment: string;
  button: string;
  color: 'green' | 'red';
  sending: boolean;
  onComment(comment: string): void;
  onSend(): void;
  onCancel(): void;
}

/** Asks once more before something that changes files. The keyboard starts where the next key is wanted. */
export function ActForm(props: Props) {
  const { name, children, wanted, comment, button, color, sending, onComment, onSend, onCancel } = props;
  const [tried, setTried] = useState(false);
  const submitButton = useRef<HTMLButtonElement>(null);
  const sent = useRef(false);
  useEffect(() => {
    // Sending disables the button, which takes the keyboard from it; after a refusal it is back where it was.
    if (sent.current && !sending) submitButton.current?.focus();
    sent.current = sending;
  }, [sending]);
  const lacks = wanted !== undefined && comment.trim() === '';

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!lacks && !sending) onSend();
  }
  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.key === 'Escape') onCancel();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  }

  return (
    <form className={classes.form} aria-label={name} onSubmit={submit} onKeyDown={onKeyDown}>
      {children}
      <Textarea
        label={wanted === undefined ? 'Comment (optional)' : 'Comment'}
        description={wanted}
        rows={2}
        maxLength={10_000}
        autoFocus={wanted !== undefined}
        value={comment}
        disabled={sending}
        error={tried && lacks && 'Say why.'}
        onChange={event => onComment(event.currentTarget.value)}
      />
      <div className={classes.choice}>
        <Button
          ref={submitButton}
          type="submit"
          color={color}
          autoFocus={wanted === undefined}
          loading={sending}
        >
          {button}
        </Button>
        <Button variant="default" disabled={sending} onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <p className={classes.hint}>
        <Kbd>{wanted === undefined ? 'Enter' : 'Ctrl Enter'}</Kbd> confirms, <Kbd>Esc</Kbd> cancels
      </p>
    </form>
  );
}

import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { NewComment } from '../../api/revisions';
import { FailureNotice } from '../../ui/Notice';
import { failureOf } from '../decision/useDecision';
import type { Anchor } from './comments';
import classes from './Revision.module.css';
import { useComment } from './useRevision';

interface Props {
  id: string;
  paths: readonly string[];
  /** The line that was pointed at. */
  at: Anchor | undefined;
  onDone(): void;
}

/** Says something about the request or one of its lines. Mounted anew for each place it begins at. */
export function CommentForm({ id, paths, at, onDone }: Props) {
  const comment = useComment(id);
  const [body, setBody] = useState('');
  const [path, setPath] = useState(at?.path ?? '');
  const [side, setSide] = useState(at?.side ?? 'after');
  const [line, setLine] = useState(at === undefined ? '' : String(at.line));
  const number = /^[1-9]\d{0,7}$/.test(line) ? Number(line) : undefined;
  const ready = body.trim() !== '' && (path === '' || number !== undefined);

  async function send(changes: boolean) {
    if (!ready || comment.isPending) return;
    const said: NewComment = {
      body: body.trim(),
      ...(changes && { request_changes: true }),
      ...(path !== '' && number !== undefined && { target_file: path, side, line: number }),
    };
    await comment.mutateAsync(said).then(onDone, () => undefined);
  }

  return (
    <form
      className={classes.form}
      aria-label="Say something"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send(false);
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') onDone();
      }}
    >
      {comment.isError && <FailureNotice failure={failureOf(comment.error)} />}
      <Textarea
        label="What to say"
        autoFocus
        autosize={false}
        rows={3}
        maxLength={4_000}
        value={body}
        onChange={event => setBody(event.currentTarget.value)}
      />
      <div className={classes.place}>
        <NativeSelect
          label="About"
          value={path}
          onChange={event => setPath(event.currentTarget.value)}
          data={[
            { value: '', label: 'the whole request' },
            ...paths.map(value => ({ value, label: shown(value) })),
          ]}
        />
        {path !== '' && (
          <>
            <TextInput
              label="Line"
              inputMode="numeric"
              maxLength={8}
              value={line}
              onChange={event => setLine(event.currentTarget.value)}
            />
            <NativeSelect
              label="Of the file"
              value={side}
              onChange={event => setSide(event.currentTarget.value === 'before' ? 'before' : 'after')}
              data={[
                { value: 'after', label: 'after the change' },
                { value: 'before', label: 'before the change' },
              ]}
            />
          </>
        )}
      </div>
      <div className={classes.row}>
        <Button type="submit" disabled={!ready} loading={comment.isPending}>
          Comment
        </Button>
        <Button variant="default" disabled={!ready || comment.isPending} onClick={() => send(true)}>
          Ask for changes
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** The canonical form of a path holds no character that hides or turns others. */
function shown(path: string): string {
  return path.length > 80 ? `…${path.slice(-79)}` : path;
}

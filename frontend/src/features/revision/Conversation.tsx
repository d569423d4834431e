import { Button } from '@mantine/core';
import { ButtonKey } from '../../ui/Kbd';
import { Notice } from '../../ui/Notice';
import { CommentForm } from './CommentForm';
import { type Anchor, keyOf, type Talk } from './comments';
import classes from './Revision.module.css';
import { Thread } from './Thread';

interface Props {
  id: string;
  talk: Talk;
  changesRequested: boolean;
  paths: readonly string[];
  /** Whether comments are taken. */
  open: boolean;
  /** Where a comment is being written: at a line, or about the whole; undefined while none is. */
  writing: Anchor | 'whole' | undefined;
  onWrite(at: Anchor | 'whole' | undefined): void;
}

/** What was said about the request as a whole and about those before it, and where more is said. */
export function Conversation({ id, talk, changesRequested, paths, open, writing, onWrite }: Props) {
  const silent = talk.general.length + talk.earlier.length === 0;
  if (silent && !open && !changesRequested) return null;
  return (
    <section className={classes.box} aria-labelledby="conversation">
      <h2 id="conversation">Conversation</h2>
      {changesRequested && open && (
        <Notice title="Changes are asked for" detail="The agent can read it, and answers with a revision." />
      )}
      {talk.general.length > 0 && <Thread comments={talk.general} />}
      {talk.earlier.length > 0 && (
        <details>
          <summary>On earlier requests that this one replaces</summary>
          <Thread comments={talk.earlier} placed />
        </details>
      )}
      {open && writing === undefined && (
        <div>
          <Button size="xs" variant="default" onClick={() => onWrite('whole')}>
            Comment or ask for changes <ButtonKey name="c" />
          </Button>
        </div>
      )}
      {open && writing !== undefined && (
        <CommentForm
          key={writing === 'whole' ? writing : keyOf(writing)}
          id={id}
          paths={paths}
          at={writing === 'whole' ? undefined : writing}
          onDone={() => onWrite(undefined)}
        />
      )}
    </section>
  );
}

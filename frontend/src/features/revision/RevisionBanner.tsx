import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import type { Revision } from '../../api/revisions';
import { Inert, Path } from '../../ui/Inert';
import { FailureNotice, Notice } from '../../ui/Notice';
import { failureOf } from '../decision/useDecision';
import { LazyDiff } from '../diff/LazyDiff';
import classes from './Revision.module.css';
import { useInterdiff } from './useRevision';

/** Which request this one was made of, and what replaced it. */
export function RevisionBanner({ request }: { request: PatchRequestDetail }) {
  const { revision, supersedes, superseded_by: successor } = request;
  return (
    <>
      {successor !== undefined && (
        <Notice
          title="Superseded"
          detail={
            <>
              {successor.revision === undefined ? (
                'Its agent sent '
              ) : (
                <Successor revision={successor.revision} />
              )}
              <Link className={classes.link} to="/requests/$id" params={{ id: successor.request_id }}>
                the request that replaces it
              </Link>
              .
            </>
          }
        />
      )}
      {revision?.kind === 'revert' && (
        <Notice
          title="A revert"
          detail={
            <>
              <Inert>{revision.by}</Inert> asks to take{' '}
              <Link className={classes.link} to="/requests/$id" params={{ id: revision.of }}>
                an applied request
              </Link>{' '}
              back, keeping what was changed since.
            </>
          }
        />
      )}
      {supersedes !== null && <Supersedes request={request} supersedes={supersedes} />}
    </>
  );
}

function Supersedes({ request, supersedes }: { request: PatchRequestDetail; supersedes: string }) {
  const [open, setOpen] = useState(false);
  const interdiff = useInterdiff(request.request_id, open);
  return (
    <>
      <Notice
        title="A revision"
        detail={
          <>
            <Origin revision={request.revision} />
            <Link className={classes.link} to="/requests/$id" params={{ id: supersedes }}>
              an earlier request
            </Link>
            {request.revision?.kind === 'merge' && ' with what its files had become'}.
            {request.revision !== undefined && <DroppedPlaces revision={request.revision} />}
          </>
        }
        action={
          <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide what changed' : 'Show what changed'}
          </Button>
        }
      />
      {open && (
        <section className={classes.box} aria-labelledby="interdiff">
          <h2 id="interdiff">Against the earlier request</h2>
          {interdiff.isError && <FailureNotice failure={failureOf(interdiff.error)} />}
          {interdiff.data?.rebased && (
            <p className={classes.quiet}>A file had changed between the two: that change is in here too.</p>
          )}
          {interdiff.data !== undefined && <LazyDiff diff={interdiff.data.diff} name="interdiff" />}
        </section>
      )}
    </>
  );
}

/** What became of this request, up to the link to it. */
function Successor({ revision }: { revision: Revision }) {
  return (
    <>
      <Inert>{revision.by}</Inert>{' '}
      {revision.kind === 'merge' ? 'merged it with what its files have become: ' : 'left some of it out: '}
    </>
  );
}

/** How this request came to be, up to the link to the earlier one. */
function Origin({ revision }: { revision: Revision | undefined }) {
  if (revision === undefined) return 'Its agent sent it in place of ';
  return (
    <>
      <Inert>{revision.by}</Inert> {revision.kind === 'merge' ? 'merged ' : 'kept some of '}
    </>
  );
}

function DroppedPlaces({ revision }: { revision: Revision }) {
  if (revision.dropped.length === 0) return null;
  return (
    <ul className={classes.conflicts} aria-label="Left out">
      {revision.dropped.map(place => (
        <li key={`${place.target_file} ${place.from_line}`}>
          <Path path={place.target_file} />
          {place.from_line === undefined ? ' as a whole' : `, ${lines(place.from_line, place.to_line ?? 0)}`}
        </li>
      ))}
    </ul>
  );
}

function lines(from: number, to: number): string {
  if (to < from) return `deletions before line ${from}`;
  return from === to ? `line ${from}` : `lines ${from} to ${to}`;
}

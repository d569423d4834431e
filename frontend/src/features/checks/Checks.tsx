import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Check } from '../../api/checks';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { ApiError, describeFailure } from '../../api/problem';
import { Inert, InertBlock } from '../../ui/Inert';
import { Notice } from '../../ui/Notice';
import { safePath } from '../../ui/visible';
import { CheckLog } from './CheckLog';
import classes from './Checks.module.css';
import { remarks, repeatable, STATUS } from './checks';
import { useRunChecks } from './useChecks';

/** What was tried on a change before the decision, and what came of it. */
export function Checks({ request }: { request: PatchRequestDetail }) {
  const again = useRunChecks(request.request_id);
  const pending = request.status === 'PENDING_APPROVAL';
  const ended = request.checks.filter(repeatable).length;
  const failed = again.error instanceof ApiError ? describeFailure(again.error.failure) : undefined;
  return (
    <section className={classes.section} aria-labelledby="checks">
      <h2 id="checks">Checks</h2>
      {request.checks.length === 0 && <p className={classes.note}>Nothing is checked on this change.</p>}
      {request.checks.length > 0 && (
        <ul className={classes.checks}>
          {request.checks.map(check => (
            <Row
              key={check.name}
              id={request.request_id}
              check={check}
              onAgain={pending && repeatable(check) ? () => again.mutate(check.name) : undefined}
              waiting={again.isPending}
            />
          ))}
        </ul>
      )}
      {pending && ended > 1 && (
        <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate(undefined)}>
          Run all again
        </Button>
      )}
      {failed !== undefined && (
        <Notice tone="error" title={`Not run again: ${failed.title}`} detail={failed.detail} />
      )}
    </section>
  );
}

interface Shown {
  id: string;
  check: Check;
  onAgain: (() => void) | undefined;
  waiting: boolean;
}

function Row({ id, check, onAgain, waiting }: Shown) {
  const [open, setOpen] = useState(false);
  const log = safePath(check.log_url);
  return (
    <li className={classes.check} data-check={check.name}>
      <p className={classes.line}>
        <span data-status={check.status} className={classes.status}>
          {STATUS[check.status]}
        </span>
        <Inert className={classes.name}>{check.name}</Inert>
        <span className={classes.note}>{remarks(check).join(', ')}</span>
      </p>
      {check.summary !== null && <InertBlock text={check.summary} limit={400} />}
      {(onAgain !== undefined || log !== undefined) && (
        <p className={classes.acts}>
          {log !== undefined && (
            <button type="button" className={classes.act} aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Hide the log' : 'Show the log'}
            </button>
          )}
          {onAgain !== undefined && (
            <button type="button" className={classes.act} disabled={waiting} onClick={onAgain}>
              Run again
            </button>
          )}
        </p>
      )}
      {open && log !== undefined && (
        <CheckLog id={id} name={check.name} file={log} growing={check.status === 'running'} />
      )}
    </li>
  );
}

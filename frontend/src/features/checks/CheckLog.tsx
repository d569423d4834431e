import { useState } from 'react';
import { ApiError } from '../../api/problem';
import { InertText } from '../../ui/Inert';
import { FailureNotice } from '../../ui/Notice';
import classes from './Checks.module.css';
import { plain, tail } from './log';
import { useCheckLog } from './useChecks';

/** What a check has written, its end first: there it says what went wrong. */
const SHOWN = 4_000;

export function CheckLog(props: { id: string; name: string; file: string; growing: boolean }) {
  const { id, name, file, growing } = props;
  const { data, error } = useCheckLog(id, name, growing);
  const [whole, setWhole] = useState(false);
  if (error instanceof ApiError) return <FailureNotice failure={error.failure} />;
  if (data === undefined) return null;
  const { shown, before } = tail(plain(data), whole ? Number.POSITIVE_INFINITY : SHOWN);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.log} aria-label={`Log of ${name}`} tabIndex={0}>
      <div className={classes.written}>
        {before > 0 && (
          <button type="button" className={classes.act} onClick={() => setWhole(true)}>
            Show {before.toLocaleString('en')} earlier characters
          </button>
        )}
        {data === '' ? (
          <p className={classes.note}>It has written nothing{growing && ' yet'}.</p>
        ) : (
          <InertText text={shown} />
        )}
        <a href={file} download>
          Download the log
        </a>
      </div>
    </section>
  );
}

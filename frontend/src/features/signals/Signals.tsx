import { useState } from 'react';
import type { RiskSignal } from '../../api/patch-requests';
import { Path } from '../../ui/Inert';
import type { Place } from '../diff/annotations';
import classes from './Signals.module.css';
import { describe, placesOf, SEVERITIES, titleOf } from './signals';

interface Props {
  /** Null while the server does not know them. */
  signals: readonly RiskSignal[] | null;
  /** Whether the change set has several files, so that places have to say theirs. */
  several: boolean;
  onSeek(place: Place): void;
}

const SHOWN = 4;

/** What in the change may be worth a closer look, each leading to its lines. */
export function Signals({ signals, several, onSeek }: Props) {
  return (
    <section className={classes.section} aria-labelledby="signals">
      <h2 id="signals">Signals</h2>
      {signals === null && <p className={classes.quiet}>Not worked out yet; they come by themselves.</p>}
      {signals?.length === 0 && (
        <p className={classes.quiet}>No rule found anything. Rules know little: it is no verdict.</p>
      )}
      {signals !== null && signals.length > 0 && (
        <ul className={classes.signals}>
          {signals.map(signal => (
            <Signal key={signal.kind} signal={signal} several={several} onSeek={onSeek} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Signal({ signal, several, onSeek }: Omit<Props, 'signals'> & { signal: RiskSignal }) {
  const [all, setAll] = useState(false);
  const places = placesOf(signal);
  const shown = all ? places : places.slice(0, SHOWN);
  return (
    <li>
      <p className={classes.title}>
        <span className={classes.severity} data-severity={signal.severity}>
          {SEVERITIES[signal.severity]}
        </span>{' '}
        {titleOf(signal.kind)}
      </p>
      <p className={classes.message}>{signal.message}</p>
      <ul className={classes.places} aria-label={`Where: ${titleOf(signal.kind)}`}>
        {shown.map(place => (
          <li key={`${place.side} ${place.line} ${place.path}`}>
            <button type="button" className={classes.place} onClick={() => onSeek(place)}>
              {several && (
                <>
                  <Path path={place.path} />,{' '}
                </>
              )}
              {describe(place)}
            </button>
          </li>
        ))}
        {shown.length < places.length && (
          <li>
            <button type="button" className={classes.place} onClick={() => setAll(true)}>
              {places.length - shown.length} more
            </button>
          </li>
        )}
      </ul>
    </li>
  );
}

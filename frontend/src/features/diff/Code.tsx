import { useState } from 'react';
import { Unseen } from '../../ui/Inert';
import { bounded } from '../../ui/visible';
import classes from './DiffView.module.css';
import type { Token } from './highlight';
import { segmentsOf } from './segments';
import type { Span } from './words';

/** A longer line is cut off until the reader asks for the rest. */
const LONGEST = 1_000;

/** One line of code, always from left to right, with its colours, its changes and whatever would not show. */
export function Code(props: { text: string; tokens: readonly Token[]; changed: readonly Span[] }) {
  const [whole, setWhole] = useState(false);
  // A carriage return at the end of a line is how the file ends its lines; anywhere else it is a hidden character.
  const returned = props.text.endsWith('\r');
  const text = returned ? props.text.slice(0, -1) : props.text;
  const { shown, hidden } = bounded(text, whole ? Number.POSITIVE_INFINITY : LONGEST);
  return (
    <>
      <bdi dir="ltr" className={classes.text}>
        {segmentsOf(shown, props.tokens, props.changed).map((segment, at) =>
          segment.unseen !== undefined ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
            <Unseen key={at} code={segment.text} name={segment.unseen} />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
            <span key={at} data-token={segment.token} data-changed={segment.changed || undefined}>
              {segment.text}
            </span>
          ),
        )}
      </bdi>
      {returned && (
        <span className={classes.returned} title="This line ends in CR LF">
          ␍
        </span>
      )}
      {hidden > 0 && (
        <button type="button" className={classes.rest} onClick={() => setWhole(true)}>
          {hidden.toLocaleString('en')} more characters
        </button>
      )}
    </>
  );
}

import { useContext } from 'react';
import { AnnotationsContext, keyOfLine, type Side } from './annotations';
import classes from './DiffView.module.css';
import type { DiffLine } from './model';
import type { View } from './rows';

interface Line {
  path: string;
  line: DiffLine;
}

/** By which side and number people speak of a line: a deleted one is before the change, all others after it. */
export function placeOf(line: DiffLine): { side: Side; number: number } {
  return line.kind === 'delete'
    ? { side: 'before', number: line.before ?? 0 }
    : { side: 'after', number: line.after ?? 0 };
}

/**
 * Begins a comment on a line, with the mouse; the form below the diff does it from the keyboard. Its sign is drawn by
 * the style, so that it is no part of the code that is copied.
 */
export function CommentButton({ path, line }: Line) {
  const onComment = useContext(AnnotationsContext)?.onComment;
  if (onComment === undefined) return null;
  const { side, number } = placeOf(line);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.comment}
      aria-label={`Discuss line ${number}${side === 'before' ? ' before the change' : ''}`}
      onClick={() => onComment(path, side, number)}
    />
  );
}

/** What a line is marked with, behind its text. */
export function Marks({ path, line }: Line) {
  const { side, number } = placeOf(line);
  const marks = useContext(AnnotationsContext)?.marks.get(keyOfLine(path, side, number));
  return marks?.map(mark => (
    <span key={mark} className={classes.mark}>
      {mark}
    </span>
  ));
}

/** What is said about a line, in a row of its own under it. */
export function LineNotes({ path, lines, view }: { path: string; lines: readonly DiffLine[]; view: View }) {
  const annotations = useContext(AnnotationsContext);
  const notes = lines
    .map(line => {
      const { side, number } = placeOf(line);
      return { key: `${side} ${number}`, note: annotations?.below(path, side, number) };
    })
    .filter(({ note }) => note !== undefined);
  if (notes.length === 0) return null;
  return (
    <tr className={classes.notes}>
      <td colSpan={view === 'split' ? 4 : 3}>
        {notes.map(({ key, note }) => (
          <div key={key}>{note}</div>
        ))}
      </td>
    </tr>
  );
}

import { memo, useEffect, useRef, useState } from 'react';
import { count } from '../../ui/format';
import { Inert } from '../../ui/Inert';
import { bounded } from '../../ui/visible';
import type { Place } from './annotations';
import { Code } from './Code';
import classes from './DiffView.module.css';
import { HunkChoice } from './HunkChoice';
import { CommentButton, LineNotes, Marks, placeOf } from './LineNotes';
import { isMet, lead } from './lead';
import type { Cell, Gap, Row, View } from './rows';
import type { FileTokens } from './useTokens';

interface Props {
  path: string;
  rows: readonly Row[];
  view: View;
  tokens: FileTokens | undefined;
  first: boolean;
  /** Where the reader wants to be led, if it is in these rows. */
  seek: Place | undefined;
  onOpen: ((gap: number) => void) | undefined;
}

/** A row's height as long as it has not been drawn: one line. */
const LINE = 20;
const NEAR = '1200px';

/** Rows that are in the document only while the reader is near them; elsewhere they are a blank of the same height. */
export const RowBlock = memo(function RowBlock({ path, rows, view, tokens, first, seek, onOpen }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [near, setNear] = useState(first);
  const height = useRef(rows.length * LINE);
  useEffect(() => {
    const element = body.current;
    if (element === null) return;
    const watch = new IntersectionObserver(
      entries => {
        const last = entries.at(-1);
        if (last === undefined) return;
        if (!last.isIntersecting) height.current = last.boundingClientRect.height || height.current;
        setNear(last.isIntersecting);
      },
      { rootMargin: `${NEAR} 0px` },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (seek === undefined || isMet(seek)) return;
    if (near) lead(seek, body.current?.querySelector(`[data-line="${seek.side} ${seek.line}"]`));
    else setNear(true);
  }, [seek, near]);

  return (
    <tbody ref={body}>
      {near ? (
        rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <RowView key={index} path={path} row={row} view={view} tokens={tokens} onOpen={onOpen} />
        ))
      ) : (
        <tr>
          <td colSpan={view === 'split' ? 4 : 3} style={{ height: height.current }} />
        </tr>
      )}
    </tbody>
  );
});

function RowView({ path, row, view, tokens, onOpen }: Omit<Props, 'rows' | 'first' | 'seek'> & { row: Row }) {
  if (row.kind === 'hunk') {
    return (
      <tr className={classes.hunk}>
        <td colSpan={view === 'split' ? 4 : 3}>
          <HunkChoice path={path} hunk={row.index} />
        </td>
      </tr>
    );
  }
  if (row.kind === 'gap') return <GapView gap={row} view={view} onOpen={onOpen} />;
  if (row.kind === 'unified') {
    const { line } = row.cell;
    return (
      <>
        <tr data-kind={line.kind}>
          <td className={classes.number}>{line.before}</td>
          <td className={classes.number}>{line.after}</td>
          <CodeCell path={path} cell={row.cell} tokens={tokens} />
        </tr>
        <LineNotes path={path} lines={[line]} view={view} />
      </>
    );
  }
  const { before, after } = row;
  const lines =
    before === after && before ? [before.line] : [before, after].flatMap(cell => cell?.line ?? []);
  return (
    <>
      <tr>
        <td className={classes.number} data-kind={row.before?.line.kind}>
          {row.before?.line.before}
        </td>
        <CodeCell path={path} cell={row.before} tokens={tokens} />
        <td className={classes.number} data-kind={row.after?.line.kind}>
          {row.after?.line.after}
        </td>
        <CodeCell path={path} cell={row.after} tokens={tokens} />
      </tr>
      <LineNotes path={path} lines={lines} view={view} />
    </>
  );
}

function CodeCell(props: { path: string; cell: Cell | undefined; tokens: FileTokens | undefined }) {
  const { path, cell, tokens } = props;
  if (cell === undefined) return <td className={classes.none} />;
  const { line } = cell;
  const named =
    line.kind === 'delete' ? tokens?.before[(line.before ?? 0) - 1] : tokens?.after[(line.after ?? 0) - 1];
  const { side, number } = placeOf(line);
  return (
    <td className={classes.code} data-kind={line.kind} data-line={`${side} ${number}`}>
      <Code text={line.text} tokens={named ?? []} changed={cell.changed} />
      <Marks path={path} line={line} />
      <CommentButton path={path} line={line} />
      {line.unended && <span className={classes.unended}>no newline at the end</span>}
    </td>
  );
}

function GapView({ gap, view, onOpen }: { gap: Gap; view: View; onOpen: Props['onOpen'] }) {
  const lines = gap.count === undefined ? 'Unchanged lines' : count(gap.count, 'unchanged line');
  const canOpen = onOpen !== undefined && gap.count !== undefined && gap.count > 0;
  return (
    <tr className={classes.gap}>
      <td colSpan={view === 'split' ? 4 : 3}>
        {canOpen ? (
          <button type="button" className={classes.open} onClick={() => onOpen(gap.id)}>
            Show {lines}
          </button>
        ) : (
          gap.count !== 0 && <span className={classes.closed}>{lines}</span>
        )}
        {gap.section !== '' && <Inert className={classes.section}>{bounded(gap.section, 120).shown}</Inert>}
      </td>
    </tr>
  );
}

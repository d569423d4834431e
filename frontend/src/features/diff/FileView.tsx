import { useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Path } from '../../ui/Inert';
import { AnnotationsContext, type Place } from './annotations';
import classes from './DiffView.module.css';
import { FileChoice } from './HunkChoice';
import { placeOf } from './LineNotes';
import { isMet, lead } from './lead';
import type { DiffLine, FileDiff } from './model';
import { RowBlock } from './RowBlock';
import { linesBefore, linesOf, type Row, rowsOf, type View } from './rows';
import { useTokens } from './useTokens';

/** Rows that are drawn together, when the reader comes near them. */
const BLOCK = 100;
/** A file with more rows is drawn when the reader asks for it. */
const MOST_ROWS = 12_000;

const KINDS = { create: 'created', modify: 'modified', delete: 'deleted' } as const;

interface Props {
  file: FileDiff;
  /** Unique on the page, as its label is. */
  id: string;
  label: string;
  view: View;
  content: string | undefined;
  /** Whether the file is kept in Latin-1, and shown decoded. */
  latin1: boolean;
}

export function FileView(props: Props) {
  const { file, id, label, latin1 } = props;
  const size = file.added + file.deleted;
  const [open, setOpen] = useState(size <= MOST_ROWS);
  const section = useRef<HTMLElement>(null);
  const wanted = useContext(AnnotationsContext)?.seek;
  const seek = wanted?.path === file.path ? wanted : undefined;
  useEffect(() => {
    if (seek === undefined || isMet(seek)) return;
    setOpen(true);
    if (seek.line === undefined || !hasLine(file, seek)) lead(seek, section.current);
  }, [file, seek]);
  return (
    <section ref={section} className={classes.file} id={id} aria-label={label} tabIndex={-1}>
      <h3 className={classes.fileBar}>
        <FileChoice path={file.path} label={label} />
        <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className={classes.chevron} aria-hidden="true" />
          <Path path={file.path} className={classes.filePath} />
          {file.kind !== 'modify' && <span className={classes.kind}>{KINDS[file.kind]}</span>}
          {file.executable && <span className={classes.kind}>executable</span>}
          {latin1 && <span className={classes.kind}>Latin-1</span>}
        </button>
        <span className={classes.counts}>
          <span className={classes.added}>+{file.added.toLocaleString('en')}</span>{' '}
          <span className={classes.deleted}>−{file.deleted.toLocaleString('en')}</span>
        </span>
      </h3>
      {open && <Rows {...props} seek={seek} />}
      {!open && size > MOST_ROWS && (
        <p className={classes.note}>A large file: {size.toLocaleString('en')} lines differ.</p>
      )}
      {open && size === 0 && <p className={classes.note}>An empty file.</p>}
    </section>
  );
}

/** A file that is new or gone has one side only, and gets the whole width for it. */
function Rows({ file, view: chosen, content, seek }: Props & { seek: Place | undefined }) {
  const view = file.kind === 'modify' ? chosen : 'unified';
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const { before, after } = useMemo(() => {
    const lines = file.kind === 'delete' ? [] : content === undefined ? undefined : linesOf(content);
    const earlier = lines && linesBefore(file, lines);
    return { before: earlier, after: earlier && lines };
  }, [file, content]);
  const tokens = useTokens(file.path, before, after);
  const choosing = useContext(AnnotationsContext)?.selecting !== undefined;
  const blocks = useMemo(() => {
    const rows = rowsOf(file, { view, content: after, opened, choosing });
    return Array.from({ length: Math.ceil(rows.length / BLOCK) }, (_, i) =>
      rows.slice(i * BLOCK, (i + 1) * BLOCK),
    );
  }, [file, view, after, opened, choosing]);
  const openable = after !== undefined;
  return (
    <table className={classes.table} data-view={view}>
      <caption className={classes.unseen}>Changes to the file</caption>
      <colgroup>
        <col className={classes.number} />
        {view === 'unified' ? <col className={classes.number} /> : <col />}
        {view === 'split' && <col className={classes.number} />}
        <col />
      </colgroup>
      {blocks.map((rows, index) => (
        <RowBlock
          // A block has no identity but its place, and its rows may all change when a gap is opened.
          // biome-ignore lint/suspicious/noArrayIndexKey: as said
          key={index}
          path={file.path}
          rows={rows}
          view={view}
          tokens={tokens}
          first={index === 0}
          seek={seek !== undefined && rows.some(row => shows(row, seek)) ? seek : undefined}
          onOpen={openable ? gap => setOpened(new Set([...opened, gap])) : undefined}
        />
      ))}
    </table>
  );
}

function hasLine(file: FileDiff, place: Place): boolean {
  return file.hunks.some(hunk => hunk.lines.some(line => isAt(line, place)));
}

function isAt(line: DiffLine, place: Place): boolean {
  const { side, number } = placeOf(line);
  return side === place.side && number === place.line;
}

function shows(row: Row, place: Place): boolean {
  if (row.kind !== 'unified' && row.kind !== 'split') return false;
  const cells = row.kind === 'unified' ? [row.cell] : [row.before, row.after];
  return cells.some(cell => cell !== undefined && isAt(cell.line, place));
}

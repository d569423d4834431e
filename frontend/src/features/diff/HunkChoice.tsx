import { useContext, useEffect, useRef } from 'react';
import { AnnotationsContext } from './annotations';
import classes from './DiffView.module.css';

/** Whether a hunk is kept. */
export function HunkChoice({ path, hunk }: { path: string; hunk: number }) {
  const selecting = useContext(AnnotationsContext)?.selecting;
  if (selecting === undefined) return null;
  return (
    <label className={classes.choice}>
      <input
        type="checkbox"
        checked={selecting.kept(path, hunk)}
        onChange={() => selecting.toggle(path, hunk)}
      />{' '}
      Keep hunk {hunk + 1}
    </label>
  );
}

/** Whether a file is kept; in part, where some of its hunks are. */
export function FileChoice({ path, label }: { path: string; label: string }) {
  const selecting = useContext(AnnotationsContext)?.selecting;
  const box = useRef<HTMLInputElement>(null);
  const share = selecting?.share(path);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = share === 'some';
  }, [share]);
  if (selecting === undefined) return null;
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={`Keep ${label}`}
      checked={share === 'all'}
      onChange={() => selecting.toggleFile(path)}
    />
  );
}

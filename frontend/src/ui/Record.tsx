import type { ReactNode } from 'react';
import classes from './Record.module.css';

/** Facts by their names, as `dt` and `dd`. */
export function Record({ children }: { children: ReactNode }) {
  return <dl className={classes.record}>{children}</dl>;
}

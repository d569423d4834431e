import type { ReactNode } from 'react';
import classes from './FactList.module.css';

/** Facts by their names, as `dt` and `dd`. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className={classes.record}>{children}</dl>;
}

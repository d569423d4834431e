import type { ReactNode } from 'react';
import classes from './Empty.module.css';
import { Mark } from './icons';

/** Where a list would be: that there is nothing, and what would make something appear. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.empty} role="status">
      <span className={classes.mark}>
        <Mark />
      </span>
      <p className={classes.title}>{title}</p>
      <p className={classes.detail}>{children}</p>
    </div>
  );
}

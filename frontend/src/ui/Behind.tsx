import type { ReactNode } from 'react';
import classes from './Behind.module.css';

/** The figures behind a picture, for whoever does not see it or wants to know. */
export function Behind({ children }: { children: ReactNode }) {
  return (
    <details className={classes.table}>
      <summary>The figures as a table</summary>
      {children}
    </details>
  );
}

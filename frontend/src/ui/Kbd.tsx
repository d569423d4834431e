import type { ReactNode } from 'react';
import classes from './Kbd.module.css';

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={classes.kbd}>{children}</kbd>;
}

/** The key that does what a button does, as a part of the button; not where there is no keyboard to speak of. */
export function ButtonKey({ name }: { name: string }) {
  return (
    <span className={classes.onButton} aria-hidden="true">
      <Kbd>{name}</Kbd>
    </span>
  );
}

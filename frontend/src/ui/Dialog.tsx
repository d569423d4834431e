import type { ReactNode, RefObject } from 'react';
import classes from './Dialog.module.css';

/** Over the page until it is answered; the browser's own, which keeps the keyboard in it and closes with Escape. */
export function Dialog(props: {
  /** How to open and close it. */
  handle: RefObject<HTMLDialogElement | null>;
  /** Unique on the page. */
  name: string;
  title: string;
  children: ReactNode;
}) {
  const { handle, name, title, children } = props;
  return (
    <dialog ref={handle} className={classes.dialog} aria-labelledby={name}>
      <h2 id={name} className={classes.title}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}

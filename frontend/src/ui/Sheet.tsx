import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Sheet.module.css';
import { visibleText } from './visible';

export interface Column {
  readonly name: string;
  /** Figures stand to the right, one below the other. */
  readonly figure?: boolean;
}

/** A table that scrolls sideways by itself where it does not fit. Cells of figures carry `data-figure`. */
export function Sheet(props: { caption: string; columns: readonly Column[]; children: ReactNode }) {
  const { columns, children } = props;
  // Heard rather than seen, and yet what an agent named may be in it.
  const caption = visibleText(props.caption);
  return (
    // A keyboard has to reach what only scrolling shows.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as said
    <section className={classes.sheet} tabIndex={0} aria-label={caption}>
      <table className={classes.table}>
        <VisuallyHidden component="caption">{caption}</VisuallyHidden>
        <thead>
          <tr>
            {columns.map(({ name, figure }) => (
              <th key={name} scope="col" data-figure={figure}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

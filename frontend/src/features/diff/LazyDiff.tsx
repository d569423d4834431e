import { Loader } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Content } from './DiffView';
import classes from './LazyDiff.module.css';

const DiffView = lazy(() => import('./DiffView'));

/** A diff whose code is loaded when there is one to show. */
export function LazyDiff(props: {
  diff: string;
  contents?: readonly Content[];
  name?: string | undefined;
  tools?: ReactNode;
}) {
  return (
    <Suspense
      fallback={
        <div className={classes.waiting} role="status" aria-label="Loading the diff">
          <Loader size="sm" type="dots" color="gray" />
        </div>
      }
    >
      <DiffView diff={props.diff} contents={props.contents ?? []} name={props.name} tools={props.tools} />
    </Suspense>
  );
}

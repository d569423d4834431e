import type { UseQueryResult } from '@tanstack/react-query';
import type { MergePreview } from '../../api/revisions';
import { Path } from '../../ui/Inert';
import { FailureNotice, Notice } from '../../ui/Notice';
import { failureOf } from '../decision/useDecision';
import { LazyDiff } from '../diff/LazyDiff';
import classes from './Revision.module.css';

/** A merge before it is made: what it would do, or where it cannot be. */
export function Preview({ preview, name }: { preview: UseQueryResult<MergePreview>; name: string }) {
  const { data, error } = preview;
  if (data === undefined) {
    return error === null ? (
      <p className={classes.quiet}>Merging…</p>
    ) : (
      <FailureNotice failure={failureOf(error)} />
    );
  }
  if (!data.clean) return <Conflicts preview={data} />;
  return (
    <>
      <h3>What it would do to the files as they are now</h3>
      <LazyDiff diff={data.diff ?? ''} name={name} />
      <h3>What the merge changes against what was asked for</h3>
      <LazyDiff diff={data.interdiff ?? ''} name={`${name}, interdiff`} />
    </>
  );
}

function Conflicts({ preview }: { preview: MergePreview }) {
  return (
    <Notice
      tone="error"
      title="It cannot be merged"
      detail={
        <ul className={classes.conflicts}>
          {preview.conflicts.map(conflict => (
            <li key={`${conflict.target_file} ${conflict.from_line}`}>
              <Path path={conflict.target_file} />
              {conflict.from_line !== undefined && ` from line ${conflict.from_line}`}: {conflict.reason}
            </li>
          ))}
        </ul>
      }
    />
  );
}

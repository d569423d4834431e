import { SegmentedControl } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useMemo } from 'react';
import { count } from '../../ui/format';
import { Notice } from '../../ui/Notice';
import { useKeys } from '../../ui/useKeys';
import classes from './DiffView.module.css';
import { FileView } from './FileView';
import { parseDiff } from './model';
import type { View } from './rows';

export interface Content {
  readonly target_file: string;
  readonly new_code: string | null;
  readonly encoding?: string | undefined;
}

const VIEWS: { value: View; label: string }[] = [
  { value: 'unified', label: 'Unified' },
  { value: 'split', label: 'Split' },
];

interface Props {
  diff: string;
  /** The files after the change, to open what the diff leaves out. */
  contents: readonly Content[];
  /** Tells this diff from another on the same page. */
  name?: string | undefined;
  /** What else can be done with it, beside its layout. */
  tools?: ReactNode;
}

/** A change set's diff, file by file. */
export default function DiffView({ diff, contents, name, tools }: Props) {
  const files = useMemo(() => parseDiff(diff), [diff]);
  const wide = useMediaQuery('(min-width: 64em)', undefined, { getInitialValueInEffect: false });
  const [chosen, choose] = useLocalStorage<View>({
    key: 'patchgate-diff-view',
    defaultValue: 'unified',
    getInitialValueInEffect: false,
  });
  const view = wide && chosen === 'split' ? 'split' : 'unified';
  useKeys({ s: () => choose(chosen === 'split' ? 'unified' : 'split') });

  if (files.length === 0) {
    return <Notice title="Nothing differs" detail="The files are already as the agent wants them." />;
  }
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const deleted = files.reduce((sum, file) => sum + file.deleted, 0);
  return (
    <div className={classes.diff}>
      <div className={classes.bar}>
        <span className={classes.size}>
          {count(files.length, 'file')}, <span className={classes.added}>{count(added, 'line')} added</span>,{' '}
          <span className={classes.deleted}>{deleted.toLocaleString('en')} deleted</span>
        </span>
        {tools}
        {wide && (
          <SegmentedControl
            aria-label={name === undefined ? 'Diff layout' : `Diff layout, ${name}`}
            size="xs"
            transitionDuration={0}
            withItemsBorders={false}
            data={VIEWS}
            value={view}
            onChange={choose}
          />
        )}
      </div>
      {files.map((file, index) => {
        const content = contents.find(each => each.target_file === file.path);
        return (
          <FileView
            key={file.path}
            file={file}
            id={name === undefined ? `file-${index}` : `${name}-file-${index}`}
            label={name === undefined ? file.path : `${file.path}, ${name}`}
            view={view}
            content={content?.new_code ?? undefined}
            latin1={content?.encoding === 'latin-1'}
          />
        );
      })}
    </div>
  );
}

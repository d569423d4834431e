import { Age } from '../../ui/Age';
import { Inert, Path } from '../../ui/Inert';
import { Notice } from '../../ui/Notice';
import classes from './ProtectedFilesPage.module.css';
import { changed, loosenings, type PolicyChange, type PolicyEntry, type Section } from './policy';

/** One notice for each start that may have freed something. */
export function Loosenings({ changes }: { changes: readonly PolicyChange[] }) {
  return loosenings(changes, new Date()).map(change => (
    <Notice
      key={change.at}
      title={change.change === 'loosened' ? 'The policy was loosened' : 'The policy was changed'}
      detail={
        <>
          At a start <Age at={change.at} ago />. {changed(change)}
        </>
      }
    />
  ));
}

/** The entries of one source and group. */
export function PolicySection({ section }: { section: Section }) {
  return (
    <div className={classes.group}>
      <h2>{section.title}</h2>
      <ul className={classes.list}>
        {section.entries.map(entry => (
          <li key={`${entry.kind} ${entry.entry}`}>
            <Path path={entry.entry} />
            <Added entry={entry} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Added({ entry }: { entry: PolicyEntry }) {
  if (entry.added_by === null || entry.added_at === null) return null;
  return (
    <span className={classes.added}>
      {entry.kind}, <Inert>{entry.added_by}</Inert>, <Age at={entry.added_at} ago />
    </span>
  );
}

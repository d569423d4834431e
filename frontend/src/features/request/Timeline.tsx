import type { TimelineEntry } from '../../api/patch-requests';
import { Age } from '../../ui/Age';
import { Inert } from '../../ui/Inert';
import classes from './Timeline.module.css';
import { describeEntries } from './timelineEntry';
import { useTimeline } from './useRequest';

/** What happened to the request, by the ledger. */
export function Timeline({ id }: { id: string }) {
  const { data, error } = useTimeline(id);
  const words = describeEntries(data?.entries ?? []);
  return (
    <section className={classes.section} aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      {data === undefined && (
        <p className={classes.none}>
          {error === null ? 'Loading…' : 'The timeline cannot be read at the moment.'}
        </p>
      )}
      {data !== undefined && (
        <ol className={classes.entries}>
          {data.entries.map((entry, index) => (
            <Entry key={entry.sequence} entry={entry} words={words[index] ?? ''} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Entry({ entry, words }: { entry: TimelineEntry; words: string }) {
  return (
    <li className={classes.entry}>
      <span className={classes.what}>{words}</span>
      {entry.actor !== null && (
        <>
          {' '}
          by <Inert>{entry.actor}</Inert>
        </>
      )}
      <span className={classes.when}>
        <Age at={entry.at} ago /> · entry {entry.sequence}
      </span>
    </li>
  );
}

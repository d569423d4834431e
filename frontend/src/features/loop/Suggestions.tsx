import { Link } from '@tanstack/react-router';
import type { PatchStatus } from '../../api/events';
import type { Suggestion } from '../../api/improvements';
import { Age } from '../../ui/Age';
import { Empty } from '../../ui/Empty';
import { count, formatConfidence } from '../../ui/format';
import { Inert } from '../../ui/Inert';
import { Status } from '../../ui/Status';
import { Tag } from '../../ui/Tag';
import { bounded } from '../../ui/visible';
import classes from './Loop.module.css';

/** What the loop found worth changing, and the request that came of it. */
export function Suggestions({ suggestions }: { suggestions: readonly Suggestion[] }) {
  return (
    <div className={classes.section}>
      <h2>Suggestions</h2>
      {suggestions.length === 0 ? (
        <Empty title="Nothing was suggested yet">What goes wrong often enough becomes a suggestion.</Empty>
      ) : (
        <ul className={classes.list} aria-label="Suggestions">
          {suggestions.map(suggestion => (
            <Item key={suggestion.id} suggestion={suggestion} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Item({ suggestion }: { suggestion: Suggestion }) {
  return (
    <li className={classes.item}>
      <span className={classes.head}>
        <Inert className={classes.name}>{suggestion.component}</Inert>
        <Inert>{bounded(suggestion.cause_label, 200).shown}</Inert>
        <Outcome suggestion={suggestion} />
      </span>
      <span className={classes.when}>
        <Age at={suggestion.at} ago />
      </span>
      <p className={classes.sentence}>
        <Inert>{bounded(suggestion.description, 600).shown}</Inert>
      </p>
      <p className={`${classes.sentence} ${classes.dim}`}>
        {count(suggestion.cause_events, 'event')} of this cause, confidence{' '}
        {formatConfidence(suggestion.confidence)}, a {suggestion.kind.replaceAll('_', ' ')}.
        {suggestion.note !== null && (
          <>
            {' '}
            <Inert>{bounded(suggestion.note, 500).shown}</Inert>
          </>
        )}
      </p>
    </li>
  );
}

function Outcome({ suggestion }: { suggestion: Suggestion }) {
  if (suggestion.request_id === null || suggestion.status === null) {
    return <Tag tone="neutral">No request</Tag>;
  }
  return (
    <>
      <Status status={suggestion.status as PatchStatus} />
      <Link to="/requests/$id" params={{ id: suggestion.request_id }} className={classes.link}>
        Open the request
      </Link>
    </>
  );
}

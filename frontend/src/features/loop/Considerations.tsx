import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Consideration } from '../../api/improvements';
import { Age } from '../../ui/Age';
import { Empty } from '../../ui/Empty';
import { Inert } from '../../ui/Inert';
import { Tag } from '../../ui/Tag';
import { bounded } from '../../ui/visible';
import classes from './Loop.module.css';
import { describeOutcome } from './loop';

const FIRST = 20;

/** What the loop looked at, the latest first, each with the sentence why it acted or did not. */
export function Considerations({ considerations }: { considerations: readonly Consideration[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? considerations : considerations.slice(0, FIRST);
  return (
    <div className={classes.section}>
      <h2>Considered</h2>
      {shown.length === 0 ? (
        <Empty title="Nothing was considered yet">
          Each look at a component is kept here with its reason.
        </Empty>
      ) : (
        <ul className={classes.list} aria-label="Considered">
          {shown.map(consideration => (
            <Item key={consideration.id} consideration={consideration} />
          ))}
        </ul>
      )}
      {considerations.length > shown.length && (
        <Button className={classes.more} size="xs" variant="default" onClick={() => setAll(true)}>
          Show {considerations.length - shown.length} earlier ones
        </Button>
      )}
    </div>
  );
}

function Item({ consideration }: { consideration: Consideration }) {
  const { component, state, step, sentence, outcome } = consideration;
  const { word, tone } = describeOutcome(outcome);
  return (
    <li className={classes.item}>
      <span className={classes.head}>
        <Inert className={classes.name}>{component}</Inert>
        <Tag tone={tone}>{state === 'done' ? word : state === 'running' ? 'Under way' : 'Queued'}</Tag>
      </span>
      <span className={classes.when}>
        {consideration.asked_by === null ? (
          'by the clock'
        ) : (
          <>
            asked by <Inert>{consideration.asked_by}</Inert>
          </>
        )}
        , <Age at={consideration.ended_at ?? consideration.asked_at} ago />
      </span>
      {(sentence ?? step) !== null && (
        <p className={classes.sentence}>
          <Inert>{bounded(sentence ?? step ?? '', 600).shown}</Inert>
        </p>
      )}
    </li>
  );
}

import { Link } from '@tanstack/react-router';
import type { PatchOutcome } from '../../api/analytics';
import { Age } from '../../ui/Age';
import { Empty } from '../../ui/Empty';
import { Inert, Path } from '../../ui/Inert';
import { Tag } from '../../ui/Tag';
import { bounded } from '../../ui/visible';
import { Effects } from '../effects/Effects';
import { effectBar, VERDICTS } from '../effects/effects';
import classes from './Analytics.module.css';

/** What monitors said before and after each application. */
export function Outcomes({ outcomes }: { outcomes: readonly PatchOutcome[] }) {
  return (
    <div className={classes.section}>
      <div>
        <h2>Before and after</h2>
        <p className={classes.lead}>
          Shares of the monitors' events that count against the component. An interval holds however often it
          is looked at: to the right of the dashed line it became worse, to the left better.
        </p>
      </div>
      {outcomes.length === 0 ? (
        <Empty title="Nothing was applied yet">What monitors say of each application is compared here.</Empty>
      ) : (
        outcomes.map(outcome => <Outcome key={outcome.request_id} outcome={outcome} />)
      )}
    </div>
  );
}

function Outcome({ outcome }: { outcome: PatchOutcome }) {
  const { word, tone } = VERDICTS[outcome.verdict];
  return (
    <div className={classes.card}>
      <div className={classes.head}>
        <h3>
          <Link to="/requests/$id" params={{ id: outcome.request_id }} className={classes.link}>
            <Path path={outcome.target_file} />
          </Link>
        </h3>
        <Inert>{outcome.component}</Inert>
        <Tag tone={tone}>{word}</Tag>
        {outcome.rollback === 'done' && <Tag tone="neutral">Rolled back by probation</Tag>}
        <span className={classes.dim}>
          applied <Age at={outcome.applied_at} ago />, {outcome.ended_at === null ? 'watched' : 'watch over'}
        </span>
      </div>
      <p>
        <Inert>{bounded(outcome.sentence ?? 'Monitors have not reported enough since.', 500).shown}</Inert>
        {outcome.rollback === 'refused' && outcome.rollback_note !== null && (
          <>
            {' '}
            It could not be rolled back: <Inert>{bounded(outcome.rollback_note, 500).shown}</Inert>
          </>
        )}
      </p>
      <Effects
        caption={`Effects of ${outcome.request_id}`}
        sides={['Before', 'Since']}
        effects={outcome.effects.map(effect =>
          effectBar(effect, [effect.bad_before, effect.n_before], [effect.bad_after, effect.n_after]),
        )}
      />
    </div>
  );
}

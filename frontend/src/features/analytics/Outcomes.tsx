import { Link } from '@tanstack/react-router';
import type { PatchOutcome } from '../../api/analytics';
import { Age } from '../../ui/Age';
import { Empty } from '../../ui/Empty';
import { Inert, Path } from '../../ui/Inert';
import { Sheet } from '../../ui/Sheet';
import { Tag, type Tone } from '../../ui/Tag';
import { bounded, visibleText } from '../../ui/visible';
import classes from './Analytics.module.css';
import { Behind } from './Behind';
import { type EffectBar, effectBar } from './charts';

const VERDICTS: Readonly<Record<PatchOutcome['verdict'], { word: string; tone: Tone }>> = {
  improved: { word: 'Improved', tone: 'good' },
  unclear: { word: 'Unclear', tone: 'neutral' },
  worse: { word: 'Worse', tone: 'bad' },
};

const COLUMNS = [
  { name: 'Metric' },
  { name: 'Before', figure: true },
  { name: 'Since', figure: true },
  { name: 'Difference in points', figure: true },
];

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
  const effects = outcome.effects.map(effectBar);
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
      {effects.length > 0 && (
        <>
          <ul className={classes.effects} aria-label="Effects">
            {effects.map(effect => (
              <Effect key={effect.metric} effect={effect} />
            ))}
          </ul>
          <Behind>
            <Sheet caption={`Effects of ${outcome.request_id}`} columns={COLUMNS}>
              {effects.map(({ metric, before, after, difference }) => (
                <tr key={metric}>
                  <th scope="row">
                    <Inert>{metric}</Inert>
                  </th>
                  <td data-figure>{before}</td>
                  <td data-figure>{after}</td>
                  <td data-figure>{difference}</td>
                </tr>
              ))}
            </Sheet>
          </Behind>
        </>
      )}
    </div>
  );
}

function Effect({ effect: { metric, at, low, high, direction, difference } }: { effect: EffectBar }) {
  return (
    <li>
      <Inert>{metric}</Inert>
      <svg
        className={classes.effect}
        viewBox="0 0 100 10"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${visibleText(metric)}: ${difference} points, ${direction}`}
      >
        <line className={classes.zero} x1={50} y1={0} x2={50} y2={10} />
        <line x1={low} y1={5} x2={high} y2={5} data-direction={direction} />
        <line x1={at} y1={1} x2={at} y2={9} data-direction={direction} />
      </svg>
      <span className={classes.figure}>{difference}</span>
    </li>
  );
}

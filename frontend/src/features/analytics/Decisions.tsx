import type { Analytics } from '../../api/analytics';
import { Behind } from '../../ui/Behind';
import { Empty } from '../../ui/Empty';
import { Sheet } from '../../ui/Sheet';
import { useNow } from '../../ui/useNow';
import classes from './Analytics.module.css';
import { decisionsChart, END_WORDS, ENDS } from './charts';

const COLUMNS = [{ name: 'Day' }, ...ENDS.map(end => ({ name: END_WORDS[end], figure: true }))];

/** How requests ended, day by day. A request stands at the day of its decision, by what it is now. */
export function Decisions({ decisions }: { decisions: Analytics['decisions'] }) {
  const chart = decisionsChart(decisions, useNow());
  return (
    <div className={classes.section}>
      <h2>Decisions over {chart.days} days</h2>
      {chart.bars.length === 0 ? (
        <Empty title="Nothing was decided in this time">Each day's decisions are drawn here.</Empty>
      ) : (
        <div className={classes.card}>
          <div className={classes.axis}>
            <span>{chart.most.toLocaleString('en')} a day</span>
          </div>
          <svg
            className={classes.decisions}
            viewBox={`0 0 ${chart.days} 1`}
            preserveAspectRatio="none"
            role="img"
            aria-label={`Decisions of each day: ${ENDS.map(end => `${chart.totals[end]} ${END_WORDS[end].toLowerCase()}`).join(', ')}.`}
          >
            {chart.bars.map(({ end, x, y, height }) => (
              <rect key={`${x} ${end}`} x={x + 0.1} y={y} width={0.8} height={height} data-end={end} />
            ))}
          </svg>
          <div className={classes.axis}>
            <span>{chart.first}</span>
            <span>{chart.last}</span>
          </div>
          <ul className={classes.legend} aria-label="Ends">
            {ENDS.map(end => (
              <li key={end}>
                <span className={classes.swatch} data-end={end} aria-hidden="true" />
                {END_WORDS[end]} {chart.totals[end].toLocaleString('en')}
              </li>
            ))}
          </ul>
          <Behind>
            <Sheet caption="Decisions by day" columns={COLUMNS}>
              {[...decisions].reverse().map(decided => (
                <tr key={decided.day}>
                  <th scope="row">{decided.day}</th>
                  {ENDS.map(end => (
                    <td key={end} data-figure>
                      {decided[end].toLocaleString('en')}
                    </td>
                  ))}
                </tr>
              ))}
            </Sheet>
          </Behind>
        </div>
      )}
    </div>
  );
}

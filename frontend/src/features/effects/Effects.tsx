import { Behind } from '../../ui/Behind';
import { Inert } from '../../ui/Inert';
import { Sheet } from '../../ui/Sheet';
import { visibleText } from '../../ui/visible';
import classes from './Effects.module.css';
import type { EffectBar } from './effects';

/** What a patch does to each metric, as intervals around no difference. Nothing where nothing was compared. */
export function Effects(props: {
  effects: readonly EffectBar[];
  caption: string;
  /** What the figures are of without the patch, and with it. */
  sides: readonly [baseline: string, patched: string];
}) {
  const { effects, caption, sides } = props;
  if (effects.length === 0) return null;
  return (
    <div className={classes.whole}>
      <ul className={classes.effects} aria-label="Effects">
        {effects.map(effect => (
          <Effect key={effect.metric} effect={effect} />
        ))}
      </ul>
      <Behind>
        <Sheet
          caption={caption}
          columns={[
            { name: 'Metric' },
            ...sides.map(name => ({ name, figure: true })),
            { name: 'Difference in points', figure: true },
          ]}
        >
          {effects.map(({ metric, baseline, patched, difference }) => (
            <tr key={metric}>
              <th scope="row">
                <Inert>{metric}</Inert>
              </th>
              <td data-figure>{baseline}</td>
              <td data-figure>{patched}</td>
              <td data-figure>{difference}</td>
            </tr>
          ))}
        </Sheet>
      </Behind>
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

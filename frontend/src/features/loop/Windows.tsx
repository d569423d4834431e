import { Link } from '@tanstack/react-router';
import type { Improvements } from '../../api/improvements';
import { Empty } from '../../ui/Empty';
import { Inert } from '../../ui/Inert';
import { Sheet } from '../../ui/Sheet';
import classes from './Loop.module.css';
import { percent, trend } from './loop';

type ComponentWindow = Improvements['windows'][number];

const COLUMNS = [
  { name: 'Component' },
  { name: 'Events', figure: true },
  { name: 'Negative', figure: true },
  { name: 'Share', figure: true },
  { name: 'Against the window before' },
  { name: 'Gate violations', figure: true },
  { name: 'Lost agency', figure: true },
  { name: 'Epistemic debt', figure: true },
];

/** What the loop would read of each component now. */
export function Windows({ windows }: { windows: readonly ComponentWindow[] }) {
  return (
    <div className={classes.section}>
      <h2>Windows</h2>
      {windows.length === 0 ? (
        <Empty title="There is no feedback in the window">
          What agents and monitors report is counted here.
        </Empty>
      ) : (
        <Sheet caption="Feedback of the window by component" columns={COLUMNS}>
          {windows.map(row => (
            <Row key={`${row.workspace} ${row.component}`} row={row} />
          ))}
        </Sheet>
      )}
    </div>
  );
}

function Row({ row: { workspace, component, window } }: { row: ComponentWindow }) {
  if (window === null) return null;
  return (
    <tr>
      <th scope="row">
        <Link to="/feedback" search={{ component, workspace }} className={classes.link}>
          <Inert>{component}</Inert>
        </Link>
        {workspace !== 'default' && (
          <>
            {' '}
            <Inert className={classes.dim}>{workspace}</Inert>
          </>
        )}
      </th>
      <td data-figure>{window.events.toLocaleString('en')}</td>
      <td data-figure>{window.negatives.toLocaleString('en')}</td>
      <td data-figure>{percent(window.negative_share)}</td>
      <td className={classes.dim}>{trend(window.negative_share, window.share_before)}</td>
      <td data-figure>{window.gate_violations.toLocaleString('en')}</td>
      <td data-figure>{window.ari_alerts.toLocaleString('en')}</td>
      <td data-figure>{window.edm_alerts.toLocaleString('en')}</td>
    </tr>
  );
}

import type { Calibration } from '../../api/analytics';
import { Behind } from '../../ui/Behind';
import { Empty } from '../../ui/Empty';
import { count, formatConfidence } from '../../ui/format';
import { Inert } from '../../ui/Inert';
import { Sheet } from '../../ui/Sheet';
import classes from './Analytics.module.css';
import { calibrationChart } from './charts';

const COLUMNS = [
  { name: 'Stated' },
  { name: 'Ended', figure: true },
  { name: 'Well', figure: true },
  { name: 'Interval of 95 %', figure: true },
  { name: 'Worth', figure: true },
];

/** What the confidences of each proposer have been worth. */
export function Calibrations({ calibrations }: { calibrations: readonly Calibration[] }) {
  return (
    <div className={classes.section}>
      <div>
        <h2>Confidence against what came of it</h2>
        <p className={classes.lead}>
          A request ended well if it was applied, stands, and made nothing worse. On the dashed line a
          confidence of 80 % ends well eight times in ten.
        </p>
      </div>
      {calibrations.length === 0 ? (
        <Empty title="No request has ended yet">Each proposer's confidences are weighed here.</Empty>
      ) : (
        <div className={classes.curves}>
          {calibrations.map(calibration => (
            <Curve key={`${calibration.component} ${calibration.proposer}`} calibration={calibration} />
          ))}
        </div>
      )}
    </div>
  );
}

function Curve({ calibration }: { calibration: Calibration }) {
  const { component, proposer, ends, good, brier, enough, bins } = calibration;
  const chart = calibrationChart(calibration);
  return (
    <div className={classes.card}>
      <h3>
        <Inert>{proposer}</Inert> on <Inert>{component}</Inert>
      </h3>
      <p>
        {good} of {count(ends, 'request')} ended well. Brier score {brier.toFixed(3)}.{' '}
        {!enough && 'Too few to calibrate by.'}
      </p>
      <div>
        <svg
          className={classes.curve}
          viewBox="-2 -2 104 104"
          role="img"
          aria-label={`Share that ended well by stated confidence, Brier score ${brier.toFixed(3)}`}
        >
          <line className={classes.diagonal} x1={0} y1={100} x2={100} y2={0} />
          {chart.points.map(({ x, y, top, bottom, radius }) => (
            <g key={x}>
              <line className={classes.interval} x1={x} y1={top} x2={x} y2={bottom} />
              <circle className={classes.point} cx={x} cy={y} r={radius} />
            </g>
          ))}
          {enough && <polyline className={classes.worth} points={chart.worth} />}
        </svg>
        <div className={`${classes.axis} ${classes.curveAxis}`}>
          <span>0 %</span>
          <span>stated</span>
          <span>100 %</span>
        </div>
      </div>
      <p className={classes.dim}>
        Points are what came, upward from 0 to 100 %, with their intervals
        {enough ? '; the line is what a confidence is worth.' : '.'}
      </p>
      <Behind>
        <Sheet caption={`Confidences of ${proposer} on ${component}`} columns={COLUMNS}>
          {bins.map(bin => (
            <tr key={bin.from}>
              <th scope="row">{formatConfidence(bin.stated)}</th>
              <td data-figure>{bin.ends}</td>
              <td data-figure>{formatConfidence(bin.observed)}</td>
              <td data-figure>
                {formatConfidence(bin.low)} to {formatConfidence(bin.high)}
              </td>
              <td data-figure>{enough ? formatConfidence(bin.calibrated) : '–'}</td>
            </tr>
          ))}
        </Sheet>
      </Behind>
    </div>
  );
}

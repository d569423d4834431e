import classes from './Confidence.module.css';
import { formatConfidence } from './format';

/** An agent's own confidence; one that the server calls high is marked by weight as well as colour. */
export function Confidence({ value, high }: { value: number; high: boolean }) {
  return (
    <span className={classes.confidence} data-high={high} title={high ? 'High confidence' : undefined}>
      <span className={classes.bar} aria-hidden="true">
        <span className={classes.fill} style={{ width: `${Math.min(1, Math.max(0, value)) * 100}%` }} />
      </span>
      {formatConfidence(value)}
    </span>
  );
}

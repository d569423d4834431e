import classes from './Confidence.module.css';
import { formatConfidence, HIGH_CONFIDENCE } from './format';

/** An agent's own confidence; a high one is marked by weight as well as colour. */
export function Confidence({ value }: { value: number }) {
  const high = value > HIGH_CONFIDENCE;
  return (
    <span className={classes.confidence} data-high={high} title={high ? 'High confidence' : undefined}>
      <span className={classes.bar} aria-hidden="true">
        <span className={classes.fill} style={{ width: `${Math.min(1, Math.max(0, value)) * 100}%` }} />
      </span>
      {formatConfidence(value)}
    </span>
  );
}

import { useCanaries } from '../canary/useCanary';
import { AlertBar } from './AlertBar';
import { canaryAlertOf } from './alert';

/** Names what is in the canary and waits for a person. */
export function CanaryAlert() {
  return (
    <AlertBar
      label="Canaries"
      alert={canaryAlertOf(useCanaries() ?? [])}
      asks="to be promoted or withdrawn"
    />
  );
}

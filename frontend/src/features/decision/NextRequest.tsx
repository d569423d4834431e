import { Button } from '@mantine/core';
import { ButtonKey } from '../../ui/Kbd';
import { useNextRequest } from '../queue/useNextRequest';
import classes from './DecisionPanel.module.css';

/** Where to go after a decision: on to what waits. */
export function NextRequest({ after }: { after: string }) {
  const { next, go } = useNextRequest(after);
  if (next === undefined) return <p className={classes.consequence}>Nothing else waits for you.</p>;
  return (
    <Button size="xs" variant="default" onClick={go}>
      Next request <ButtonKey name="n" />
    </Button>
  );
}

import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Kbd } from '../../ui/Kbd';
import { useKeys } from '../../ui/useKeys';
import { usePending } from '../queue/usePending';
import classes from './DecisionPanel.module.css';

/** Where to go after a decision: on to what waits, or back to the list. */
export function NextRequest({ after }: { after: string }) {
  const { requests } = usePending();
  const navigate = useNavigate();
  const next = requests.find(request => request.request_id !== after)?.request_id;
  const go = () =>
    next === undefined ? navigate({ to: '/' }) : navigate({ to: '/requests/$id', params: { id: next } });
  useKeys({ n: () => void go() });
  if (next === undefined) return <p className={classes.consequence}>Nothing else waits for you.</p>;
  return (
    <Button size="xs" variant="default" onClick={() => void go()}>
      Next request
      <span className={classes.key} aria-hidden="true">
        <Kbd>n</Kbd>
      </span>
    </Button>
  );
}

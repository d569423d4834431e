import { Age } from '../../ui/Age';
import { Inert, InertBlock } from '../../ui/Inert';
import { Notice } from '../../ui/Notice';
import { DONE, RULE, type Standing, whatNext } from './canary';

/** Who ended it, or is about to, and why. */
export function CanaryEnd({ standing }: { standing: Extract<Standing, { kind: 'leaving' | 'left' }> }) {
  const { act } = standing;
  const done = DONE[act.kind];
  const by = act.by === RULE ? 'the rule (no person)' : <Inert>{act.by}</Inert>;
  return (
    <Notice
      tone={standing.kind === 'left' && act.kind === 'promote' ? 'good' : 'info'}
      title={standing.kind === 'left' ? `${done} from the canary` : `Being ${done.toLowerCase()}`}
      detail={
        <>
          By {by} · <Age at={standing.kind === 'left' ? standing.at : act.at} ago />
          {act.comment !== null && act.comment !== '' && <InertBlock text={act.comment} limit={600} />}
          {whatNext(standing)}
        </>
      }
    />
  );
}

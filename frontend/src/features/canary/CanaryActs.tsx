import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { count } from '../../ui/format';
import { ButtonKey } from '../../ui/Kbd';
import { Notice } from '../../ui/Notice';
import { useKeys } from '../../ui/useKeys';
import { ActForm } from '../decision/ActForm';
import { isOwn } from '../decision/decision';
import { failureOf } from '../decision/useDecision';
import type { SignedIn } from '../session/session';
import { useStop } from '../stop/useStop';
import classes from './CanaryPanel.module.css';
import { type Act, explainRefusal } from './canary';
import { useCanaryAct } from './useCanary';

interface Props {
  request: PatchRequestDetail;
  session: SignedIn;
  /** What happens without a person. */
  children: ReactNode;
  /** Whether what is shown last is that this person was refused. */
  onRefused(refused: boolean): void;
}

/** Promote or withdraw: the choice, then its confirmation, which names what it does to the files. */
export function CanaryActs({ request, session, children, onRefused }: Props) {
  const [chosen, setChosen] = useState<Act>();
  const [comment, setComment] = useState('');
  const acting = useCanaryAct(request.request_id);
  const stopped = useStop()?.stopped === true;
  const own = isOwn(request, session.subject);
  const mayPromote = !own && !stopped;
  const files = count(request.file_count, 'file');

  function choose(act: Act | undefined) {
    if (acting.isPending) return;
    acting.reset();
    onRefused(false);
    setChosen(act);
  }
  useKeys({
    p: () => mayPromote && choose('promote'),
    w: () => !stopped && choose('withdraw'),
    Escape: () => choose(undefined),
  });

  if (chosen === undefined) {
    return (
      <>
        <p className={classes.dim}>
          {stopped
            ? 'Everything is stopped: nothing is compared, promoted or withdrawn until an admin resumes.'
            : children}
        </p>
        <div className={classes.choice}>
          <Button color="green" variant="filled" disabled={!mayPromote} onClick={() => choose('promote')}>
            Promote <ButtonKey name="p" />
          </Button>
          <Button color="red" variant="outline" disabled={stopped} onClick={() => choose('withdraw')}>
            Withdraw <ButtonKey name="w" />
          </Button>
        </div>
        {own && (
          <p className={classes.dim}>
            You made or edited this request, or answer for its agent: somebody else has to promote it.
          </p>
        )}
      </>
    );
  }
  const words = WORDS[chosen];
  const refusal = acting.isError ? explainRefusal(chosen, failureOf(acting.error)) : undefined;
  return (
    <ActForm
      key={chosen}
      name={words.form}
      {...(words.wanted !== undefined && { wanted: words.wanted })}
      comment={comment}
      button={words.button}
      color={words.color}
      sending={acting.isPending}
      onComment={setComment}
      onSend={() => acting.mutate({ act: chosen, comment }, { onError: () => onRefused(true) })}
      onCancel={() => choose(undefined)}
    >
      {refusal !== undefined && <Notice tone="error" title={refusal.title} detail={refusal.detail} />}
      <p className={classes.dim}>{words.does(files)}</p>
    </ActForm>
  );
}

interface Words {
  readonly form: string;
  readonly button: string;
  readonly color: 'green' | 'red';
  readonly wanted?: string;
  does(files: string): string;
}

const WORDS: Readonly<Record<Act, Words>> = {
  promote: {
    form: 'Confirm the promotion',
    button: 'Promote and apply',
    color: 'green',
    does: files =>
      `Writes ${files} in the workspace at once, as approved. If a file was changed since, nothing happens. It can be rolled back.`,
  },
  withdraw: {
    form: 'Confirm the withdrawal',
    button: 'Withdraw from the canary',
    color: 'red',
    wanted: 'Shown with the request.',
    does: files =>
      `Puts ${files} of the canary folder back as before, at once; the workspace never had the change. If a file was changed since, nothing happens.`,
  },
};

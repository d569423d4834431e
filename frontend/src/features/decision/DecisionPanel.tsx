import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { count } from '../../ui/format';
import { Inert } from '../../ui/Inert';
import { ButtonKey } from '../../ui/Kbd';
import { Notice } from '../../ui/Notice';
import { useKeys } from '../../ui/useKeys';
import { obstacle } from '../checks/checks';
import type { SignedIn } from '../session/session';
import { useStop } from '../stop/useStop';
import { DecisionForm } from './DecisionForm';
import classes from './DecisionPanel.module.css';
import { DecisionRecord } from './DecisionRecord';
import { explainRefusal, isOwn, movedUnderneath, type Verdict } from './decision';
import { NextRequest } from './NextRequest';
import { useDecision } from './useDecision';
import { Votes } from './Votes';
import { type Ballot, ballot } from './votes';

/** Approve or deny: the choice, its confirmation, and what came of it. */
export function DecisionPanel({ request, session }: { request: PatchRequestDetail; session: SignedIn }) {
  const { state, step, send } = useDecision(request.request_id);
  const [comment, setComment] = useState('');
  const [category, setCategory] = useState('');
  const pending = request.status === 'PENDING_APPROVAL';
  const own = isOwn(request, session.subject);
  const votes = ballot(request, session.subject);
  const { mine, last } = votes;
  const possible = !request.stale && request.refusal === undefined;
  const blocked = obstacle(request.checks);
  const stopped = useStop()?.stopped === true;
  const mayApprove = possible && !mine && blocked === undefined && !stopped;
  const choose = (verdict: Verdict) => {
    if (pending && !own && (verdict === 'deny' || mayApprove)) {
      step({ kind: 'choose', verdict, key: request.approval_key });
    }
  };
  useKeys({ a: () => choose('approve'), d: () => choose('deny'), Escape: () => step({ kind: 'cancel' }) });

  const refusal = state.kind === 'refused' && explainRefusal(state.verdict, state.failure, request);
  const deciding = state.kind === 'confirming' || state.kind === 'sending' ? state : undefined;
  return (
    <section className={classes.panel} aria-labelledby="decision">
      <h2 id="decision">Decision</h2>
      {refusal && <Notice tone="error" title={refusal.title} detail={refusal.detail} />}
      <Votes request={request} subject={session.subject} />
      {!pending && (
        <>
          <DecisionRecord
            request={request}
            subject={session.subject}
            outcome={state.kind === 'answered' ? state.outcome : undefined}
          />
          <NextRequest after={request.request_id} />
        </>
      )}
      {pending && own && (
        <Notice
          title="Somebody else has to decide"
          detail="You made or edited this request, or answer for the agent that made it."
        />
      )}
      {pending && !own && deciding === undefined && (
        <div className={classes.choice}>
          <Button color="green" variant="filled" disabled={!mayApprove} onClick={() => choose('approve')}>
            Approve <ButtonKey name="a" />
          </Button>
          <Button color="red" variant="outline" onClick={() => choose('deny')}>
            Deny <ButtonKey name="d" />
          </Button>
          <p className={classes.consequence}>
            <Consequence
              possible={possible}
              blocked={blocked}
              stopped={stopped}
              votes={votes}
              files={count(request.file_count, 'file')}
              canaryFirst={request.canary_first}
            />
          </p>
        </div>
      )}
      {pending && deciding !== undefined && (
        <DecisionForm
          key={deciding.verdict}
          verdict={deciding.verdict}
          sending={deciding.kind === 'sending'}
          moved={movedUnderneath(deciding, request.approval_key)}
          request={request}
          decides={last}
          comment={comment}
          category={category}
          onComment={setComment}
          onCategory={setCategory}
          onSend={() => send(comment, category)}
          onCancel={() => step({ kind: 'cancel' })}
        />
      )}
    </section>
  );
}

/** What approving would do, or why it cannot be done. */
function Consequence(props: {
  possible: boolean;
  blocked: ReturnType<typeof obstacle>;
  stopped: boolean;
  votes: Ballot;
  files: string;
  canaryFirst: boolean;
}) {
  const { possible, blocked, stopped, votes, files, canaryFirst } = props;
  if (!possible) return 'It cannot be approved as it stands.';
  if (blocked !== undefined) {
    return (
      <>
        It cannot be approved: the required check <Inert>{blocked.name}</Inert> {blocked.why}.
      </>
    );
  }
  if (stopped) return 'Everything is stopped: nothing is approved until an admin resumes.';
  if (votes.mine) return 'Your approval is recorded; somebody else has to approve too.';
  if (votes.last)
    return `Approving writes ${files} in the ${canaryFirst ? 'canary folder' : 'workspace'} at once.`;
  return votes.given + 1 < votes.required
    ? 'Your approval is one of several; nothing is written before the last.'
    : 'Your approval alone does not do: somebody who answers for a path has to approve too.';
}

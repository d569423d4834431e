import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { count } from '../../ui/format';
import { Kbd } from '../../ui/Kbd';
import { Notice } from '../../ui/Notice';
import { useKeys } from '../../ui/useKeys';
import type { SignedIn } from '../session/session';
import { DecisionForm } from './DecisionForm';
import classes from './DecisionPanel.module.css';
import { DecisionRecord } from './DecisionRecord';
import { explainRefusal, movedUnderneath, type Verdict } from './decision';
import { NextRequest } from './NextRequest';
import { useDecision } from './useDecision';
import { Votes } from './Votes';
import { ballot } from './votes';

/** Approve or deny: the choice, its confirmation, and what came of it. */
export function DecisionPanel({ request, session }: { request: PatchRequestDetail; session: SignedIn }) {
  const { state, step, send } = useDecision(request.request_id);
  const [comment, setComment] = useState('');
  const [category, setCategory] = useState('');
  const pending = request.status === 'PENDING_APPROVAL';
  const own = [request.owner, request.submitted_by, request.revision?.by].includes(session.subject);
  const { mine, last } = ballot(request, session.subject);
  const possible = !request.stale && request.refusal === undefined;
  const mayApprove = possible && !mine;
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
            Approve <Key name="a" />
          </Button>
          <Button color="red" variant="outline" onClick={() => choose('deny')}>
            Deny <Key name="d" />
          </Button>
          <p className={classes.consequence}>
            {!possible && 'It cannot be approved as it stands.'}
            {possible && mine && 'Your approval is recorded; somebody else has to approve too.'}
            {possible &&
              !mine &&
              !last &&
              'Your approval is one of several; nothing is written before the last.'}
            {possible &&
              last &&
              `Approving writes ${count(request.file_count, 'file')} in the workspace at once.`}
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

function Key({ name }: { name: string }) {
  return (
    <span className={classes.key} aria-hidden="true">
      <Kbd>{name}</Kbd>
    </span>
  );
}

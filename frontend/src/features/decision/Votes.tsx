import type { ApprovalReason, PatchRequestDetail, Vote } from '../../api/patch-requests';
import { Age } from '../../ui/Age';
import { Inert, InertBlock, Path } from '../../ui/Inert';
import classes from './Votes.module.css';
import { describeBallot, describeReason, isWorthShowing } from './votes';

/** Who has voted, how many it takes, and why. Nothing where one person decides. */
export function Votes({ request, subject }: { request: PatchRequestDetail; subject: string }) {
  if (!isWorthShowing(request)) return null;
  const { approvals: given, required_approvals: required } = request;
  const owned = request.approval_reasons.some(reason => reason.kind === 'code_owner');
  return (
    <section className={classes.votes} aria-label="Approvals">
      {(required > 1 || owned) && <p className={classes.tally}>{describeBallot({ given, required })}</p>}
      {(required > 1 || owned) && request.votes.length > 0 && (
        <ul className={classes.voters}>
          {request.votes.map(vote => (
            <Voter key={`${vote.reviewer} ${vote.at}`} vote={vote} subject={subject} />
          ))}
        </ul>
      )}
      {request.approval_reasons.map(reason => (
        <Reason
          key={`${reason.kind} ${reason.target_file} ${reason.pattern} ${reason.reviewers}`}
          reason={reason}
        />
      ))}
    </section>
  );
}

function Voter({ vote, subject }: { vote: Vote; subject: string }) {
  return (
    <li>
      <Inert>{vote.reviewer}</Inert>
      {vote.reviewer === subject && ' (you)'} {vote.approved ? 'approved' : 'denied'} ·{' '}
      <Age at={vote.at} ago />
      {vote.approved && !vote.counts && (
        <span className={classes.gone}> · on an earlier state, does not count</span>
      )}
      {vote.comment !== undefined && <InertBlock text={vote.comment} limit={300} />}
    </li>
  );
}

function Reason({ reason }: { reason: ApprovalReason }) {
  return (
    <details className={classes.reason} open={reason.kind !== 'workspace' && reason.kind !== 'critical_path'}>
      <summary>{describeReason(reason)}</summary>
      {reason.target_file !== undefined && (
        <p>
          <Path path={reason.target_file} />
          {reason.pattern !== undefined && (
            <>
              {' '}
              matches <code>{reason.pattern}</code>
            </>
          )}
        </p>
      )}
      {reason.reviewers !== undefined && (
        <p>
          Can be satisfied by{' '}
          {reason.reviewers.map((reviewer, index) => (
            <span key={reviewer}>
              {index > 0 && ', '}
              <Inert>{reviewer}</Inert>
            </span>
          ))}
        </p>
      )}
      {reason.chain !== undefined && (
        <ol className={classes.chain} aria-label="How the kernel loads it">
          {reason.chain.map(step => (
            <li key={`${step.file} ${step.line} ${step.module}`}>
              <Path path={step.file} />
              {step.line > 0 ? ` line ${step.line} imports ` : ' is loaded after '}
              <Inert>{step.module}</Inert>
            </li>
          ))}
        </ol>
      )}
      {reason.note !== undefined && <p>{reason.note}</p>}
    </details>
  );
}

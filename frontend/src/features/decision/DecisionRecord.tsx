import type { DecisionOutcome, PatchRequestDetail } from '../../api/patch-requests';
import { Age } from '../../ui/Age';
import { FactList } from '../../ui/FactList';
import { Inert, InertBlock } from '../../ui/Inert';
import { Notice } from '../../ui/Notice';
import { Status } from '../../ui/Status';
import { AUTOMATIC, CATEGORIES, describeOutcome } from './decision';
import { RollbackForm } from './RollbackForm';

/** What was decided, by whom, and what came of it. `outcome` is the answer to this reviewer's own decision. */
export function DecisionRecord(props: {
  request: PatchRequestDetail;
  subject: string;
  outcome: DecisionOutcome | undefined;
}) {
  const { request, subject, outcome } = props;
  // The answer may say less than what is known by now: a slow application ends after it.
  const told =
    outcome &&
    describeOutcome({
      message: outcome.message,
      action: request.status === 'APPROVED' ? outcome.action : request.status,
    });
  const category = CATEGORIES.find(({ value }) => value === request.category);
  return (
    <>
      {request.application_error !== null && (
        <Notice
          tone="error"
          title="Approved, but it could not be applied"
          detail={<InertBlock text={request.application_error} limit={600} />}
        />
      )}
      {told !== undefined && request.application_error === null && request.status !== 'ROLLED_BACK' && (
        <Notice tone={told.tone === 'bad' ? 'error' : told.tone} title={told.title} detail={told.detail} />
      )}
      <FactList>
        <dt>Status</dt>
        <dd>
          <Status status={request.status} />
        </dd>
        {request.reviewed_by !== null && (
          <>
            <dt>Decided by</dt>
            <dd>
              <Inert>{request.reviewed_by}</Inert>
              {request.reviewed_by === AUTOMATIC && <strong> (no person)</strong>}
              {request.reviewed_at !== null && (
                <>
                  {' '}
                  · <Age at={request.reviewed_at} ago />
                </>
              )}
            </dd>
          </>
        )}
        {category !== undefined && (
          <>
            <dt>Category</dt>
            <dd>{category.label}</dd>
          </>
        )}
        {request.review_comment !== null && request.review_comment !== '' && (
          <>
            <dt>Comment</dt>
            <dd>
              <InertBlock text={request.review_comment} limit={600} />
            </dd>
          </>
        )}
      </FactList>
      {request.status === 'APPLIED' && <RollbackForm request={request} subject={subject} />}
    </>
  );
}

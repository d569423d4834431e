import type { KeptFeedback } from '../../api/feedback';
import { Age } from '../../ui/Age';
import { formatConfidence } from '../../ui/format';
import { Inert, InertBlock } from '../../ui/Inert';
import { Tag } from '../../ui/Tag';
import { bounded } from '../../ui/visible';
import classes from './Feedback.module.css';
import { describeEvent, describeReason, details } from './feedback';

const EXCERPT = 600;

export function FeedbackRow({ event }: { event: KeptFeedback }) {
  const { word, tone } = describeEvent(event);
  const reason = describeReason(event.reason);
  const more = details(event);
  return (
    <li className={classes.row}>
      <span className={classes.head}>
        <Tag tone={tone}>{bounded(word, 60).shown}</Tag>
        <Inert className={classes.component}>{event.component}</Inert>
        {event.workspace !== 'default' && <Inert className={classes.dim}>{event.workspace}</Inert>}
        {event.rating !== null && <span>rated {formatConfidence(event.rating)}</span>}
        {reason !== undefined && <Inert className={classes.dim}>{bounded(reason, 120).shown}</Inert>}
      </span>
      <span className={classes.when}>
        <Age at={event.timestamp} ago />
      </span>
      {event.comment !== null && (
        <div className={classes.body}>
          <InertBlock text={event.comment} limit={EXCERPT} />
        </div>
      )}
      {more !== '' && (
        <div className={`${classes.body} ${classes.details}`}>
          <InertBlock text={more} limit={EXCERPT} />
        </div>
      )}
      <p className={`${classes.body} ${classes.dim}`}>
        <Inert>{event.source}</Inert>, sent by {event.trusted ? 'the monitor' : 'the agent'}{' '}
        <Inert>{event.sent_by}</Inert>
        {event.user_id !== null && (
          <>
            , user <Inert>{event.user_id}</Inert>
          </>
        )}
        {event.task_id !== null && (
          <>
            , task <Inert>{event.task_id}</Inert>
          </>
        )}{' '}
        · <Inert>{event.feedback_id}</Inert>
      </p>
    </li>
  );
}

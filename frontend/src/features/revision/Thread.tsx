import type { Comment } from '../../api/revisions';
import { Age } from '../../ui/Age';
import { Inert, InertBlock, Path } from '../../ui/Inert';
import { anchorOf, describePlace } from './comments';
import classes from './Revision.module.css';

/** What people said, in its order. */
export function Thread({ comments, placed = false }: { comments: readonly Comment[]; placed?: boolean }) {
  return (
    <ul className={classes.thread}>
      {comments.map(comment => (
        <li key={comment.id}>
          <p className={classes.author}>
            <Inert>{comment.author}</Inert> · <Age at={comment.at} ago />
            {comment.changes_requested && <strong> · asks for changes</strong>}
          </p>
          {placed && <Place comment={comment} />}
          <InertBlock text={comment.body} limit={1_000} />
        </li>
      ))}
    </ul>
  );
}

function Place({ comment }: { comment: Comment }) {
  const anchor = anchorOf(comment);
  if (anchor === undefined) return null;
  return (
    <p className={classes.quiet}>
      <Path path={anchor.path} />, {describePlace(anchor)}
    </p>
  );
}

import { Link } from '@tanstack/react-router';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { Age } from '../../ui/Age';
import { Confidence } from '../../ui/Confidence';
import { count, formatConfidence } from '../../ui/format';
import { Inert, Path } from '../../ui/Inert';
import { ButtonKey } from '../../ui/Kbd';
import { Status } from '../../ui/Status';
import { useKeys } from '../../ui/useKeys';
import { useNextRequest } from '../queue/useNextRequest';
import classes from './Heading.module.css';
import { Overview } from './Overview';

export function Heading({ request }: { request: PatchRequestDetail }) {
  const more = request.file_count - 1;
  return (
    <header className={classes.header}>
      <div className={classes.ways}>
        <Link to="/" className={classes.back}>
          ← Requests <ButtonKey name="u" />
        </Link>
        <Onward id={request.request_id} />
      </div>
      <div className={classes.line}>
        <h1 id="request" className={classes.title}>
          <Path path={request.target_file} />
          {more > 0 && (
            <span className={classes.more}>
              {' '}
              and {more} more {more === 1 ? 'file' : 'files'}
            </span>
          )}
        </h1>
        <Status status={request.status} />
      </div>
      <p className={classes.meta}>
        <Inert>{request.component}</Inert> · <Inert>{request.improvement_type}</Inert> · by{' '}
        <Inert>{request.submitted_by}</Inert> · <Age at={request.created_at} ago /> ·{' '}
        <span className={classes.confidence}>
          confidence <Confidence value={request.confidence} high={request.high_confidence} />
          {request.calibrated_confidence !== null && (
            <>
              {' '}
              worth {formatConfidence(request.calibrated_confidence)} by{' '}
              {count(request.calibration_ends, 'earlier end')}
            </>
          )}
        </span>
      </p>
      <Overview request={request} />
    </header>
  );
}

/** On to the next that waits, also without deciding this one. */
function Onward({ id }: { id: string }) {
  const { next, waiting, go } = useNextRequest(id);
  useKeys({ n: () => go() });
  if (next === undefined) return null;
  return (
    <Link to="/requests/$id" params={{ id: next }} className={classes.back}>
      Next of {waiting.toLocaleString('en')} waiting → <ButtonKey name="n" />
    </Link>
  );
}

import { Link } from '@tanstack/react-router';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { count, formatMoment } from '../../ui/format';
import { Inert, InertBlock, Path } from '../../ui/Inert';
import classes from './Evidence.module.css';
import { formatMetric } from './metrics';
import { show } from './show';

/** The agent's reasons and the figures it gives for them. */
export function Motivation({ request }: { request: PatchRequestDetail }) {
  const metrics = Object.entries(request.metrics);
  return (
    <section className={classes.motivation} aria-labelledby="reasoning">
      <h2 id="reasoning">Reasoning</h2>
      <InertBlock text={request.reasoning} limit={1_000} />
      {metrics.length > 0 && (
        <table className={classes.metrics}>
          <caption>Metrics</caption>
          <tbody>
            {metrics.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">
                  <Inert>{name}</Inert>
                </th>
                <td>
                  <InertBlock text={formatMetric(value)} limit={300} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {request.feedback_ids.length > 0 && (
        <details className={classes.feedback} open={request.feedback_ids.length <= 12}>
          <summary>Motivated by {count(request.feedback_ids.length, 'feedback event')}</summary>
          <ul>
            {request.feedback_ids.map(id => (
              <li key={id}>
                <Inert>{id}</Inert>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const KINDS = { create: 'Created', modify: 'Modified', delete: 'Deleted' } as const;

/** The files of a change set, each leading to its diff. One file needs no list. */
export function Files({ request }: { request: PatchRequestDetail }) {
  if (request.changes.length < 2) return null;
  return (
    <ul className={classes.files}>
      {request.changes.map((change, index) => (
        <li key={change.target_file}>
          <span className={classes.kind} data-kind={change.kind}>
            {KINDS[change.kind]}
          </span>
          <button type="button" className={classes.file} onClick={() => show(`file-${index}`)}>
            <Path path={change.target_file} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Who sent it and where it belongs. */
export function Facts({ request }: { request: PatchRequestDetail }) {
  return (
    <section className={classes.section} aria-labelledby="facts">
      <h2 id="facts">Details</h2>
      <dl className={classes.facts}>
        <dt>Submitted by</dt>
        <dd>
          <Inert>{request.submitted_by}</Inert>
        </dd>
        {request.owner !== null && (
          <>
            <dt>Answers for it</dt>
            <dd>
              <Inert>{request.owner}</Inert>
            </dd>
          </>
        )}
        <dt>Received</dt>
        <dd>{formatMoment(new Date(request.created_at))}</dd>
        <dt>Workspace</dt>
        <dd>
          <Inert>{request.workspace}</Inert>
        </dd>
        <dt>Request</dt>
        <dd className={classes.id}>{request.request_id}</dd>
        {request.supersedes !== null && (
          <>
            <dt>Replaces</dt>
            <dd className={classes.id}>
              <Earlier id={request.supersedes} />
            </dd>
          </>
        )}
        {request.previously_rolled_back !== undefined && (
          <>
            <dt>Rolled back before, as</dt>
            <dd className={classes.id}>
              <Earlier id={request.previously_rolled_back} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Earlier({ id }: { id: string }) {
  return (
    <Link className={classes.earlier} to="/requests/$id" params={{ id }}>
      {id}
    </Link>
  );
}

import { useState } from 'react';
import type { Canary } from '../../api/canaries';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { Age } from '../../ui/Age';
import { FactList } from '../../ui/FactList';
import { formatConfidence, formatMoment } from '../../ui/format';
import { InertBlock } from '../../ui/Inert';
import { Notice } from '../../ui/Notice';
import { useNow } from '../../ui/useNow';
import type { SignedIn } from '../session/session';
import { CanaryActs } from './CanaryActs';
import { CanaryEnd } from './CanaryEnd';
import classes from './CanaryPanel.module.css';
import { Comparison } from './Comparison';
import { standingOf, whatNext } from './canary';

/** A request in the canary: how it compares, what becomes of it, and how a person ends that. */
export default function CanaryPanel(props: {
  request: PatchRequestDetail;
  canary: Canary;
  session: SignedIn;
}) {
  const { request, canary, session } = props;
  const standing = standingOf(canary, useNow());
  const ending = standing.kind === 'leaving' || standing.kind === 'left';
  /** What a person was just told of his own attempt need not be said again as the latest one. */
  const [told, setTold] = useState(false);
  return (
    <section className={classes.panel} aria-labelledby="canary">
      <h2 id="canary">Canary</h2>
      {(standing.kind === 'waiting' || standing.kind === 'refused') && (
        <Notice
          title="It waits for a person"
          detail={`Since ${formatMoment(new Date(standing.since))}, as ${WHY[standing.kind]}.`}
        />
      )}
      {ending && <CanaryEnd standing={standing} />}
      <Comparison id={request.request_id} canary={canary} />
      {canary.note !== null && standing.kind !== 'left' && !told && (
        <Notice
          tone="error"
          title="The latest attempt could not be done"
          detail={<InertBlock text={canary.note} limit={600} />}
        />
      )}
      {!ending && (
        <CanaryActs request={request} session={session} onRefused={setTold}>
          {whatNext(standing)}
        </CanaryActs>
      )}
      <Figures canary={canary} />
    </section>
  );
}

const WHY = {
  waiting: 'its watch is over and the rule does not promote it',
  refused: 'what was to be done could not be',
} as const;

function Figures({ canary }: { canary: Canary }) {
  return (
    <FactList>
      <dt>Since</dt>
      <dd>{formatMoment(new Date(canary.started_at))}</dd>
      <dt>Until</dt>
      <dd>{formatMoment(new Date(canary.until))}</dd>
      <dt>Share</dt>
      <dd>{formatConfidence(canary.share)} of the traffic, by the settings</dd>
      <dt>Reported</dt>
      <dd>
        {canary.events_canary.toLocaleString('en')} on the canary, {canary.events_stable.toLocaleString('en')}{' '}
        on stable
      </dd>
      <dt>Latest look</dt>
      <dd>{canary.looked_at === null ? 'none yet' : <Age at={canary.looked_at} ago />}</dd>
    </FactList>
  );
}

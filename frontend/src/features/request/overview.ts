import type { Canary } from '../../api/canaries';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { count } from '../../ui/format';
import type { Tone } from '../../ui/Tag';
import { describeBallot } from '../decision/votes';
import { VERDICTS } from '../effects/effects';
import { SEVERITIES, titleOf } from '../signals/signals';

/** One thing to know before a decision, and where on the page the whole of it is. */
export interface Item {
  readonly tone: Tone;
  readonly text: string;
  /** The id of the section's heading. */
  readonly at: string;
}

type Known = Pick<
  PatchRequestDetail,
  | 'status'
  | 'checks'
  | 'signals'
  | 'required_approvals'
  | 'approvals'
  | 'comments'
  | 'changes_requested'
  | 'previously_rolled_back'
  | 'request_id'
  | 'canary'
>;

/** What the evidence comes to, in a few words each, the gravest of a kind first. */
export function overviewOf(request: Known): Item[] {
  const { required_approvals: required, approvals: given } = request;
  const said = request.comments.filter(comment => comment.request_id === request.request_id).length;
  return [
    ...checksOf(request.checks),
    ...signalsOf(request.signals),
    ...(request.previously_rolled_back === undefined
      ? []
      : [{ tone: 'bad', text: 'Rolled back before', at: 'facts' } as const]),
    ...(request.status === 'PENDING_APPROVAL' && required > 1
      ? [{ tone: 'waiting', text: describeBallot({ given, required }), at: 'decision' } as const]
      : []),
    ...(request.status === 'CANARY' && request.canary !== null ? [canaryOf(request.canary)] : []),
    ...(request.changes_requested
      ? [{ tone: 'waiting', text: 'Changes wanted', at: 'conversation' } as const]
      : []),
    ...(said > 0 ? [{ tone: 'neutral', text: count(said, 'comment'), at: 'conversation' } as const] : []),
  ];
}

function checksOf(checks: Known['checks']): Item[] {
  const at = 'checks';
  const of = (...statuses: string[]) => checks.filter(check => statuses.includes(check.status)).length;
  if (checks.length === 0) return [{ tone: 'neutral', text: 'Not checked', at }];
  if (of('failed') > 0) return [{ tone: 'bad', text: `${count(of('failed'), 'check')} failed`, at }];
  if (of('queued', 'running') > 0)
    return [{ tone: 'waiting', text: `${of('passed')} of ${checks.length} checks passed so far`, at }];
  if (of('not_run') > 0) return [{ tone: 'waiting', text: `${count(of('not_run'), 'check')} not run`, at }];
  return [{ tone: 'good', text: `${count(checks.length, 'check')} passed`, at }];
}

/** The server gives them the gravest first. */
function signalsOf(signals: Known['signals']): Item[] {
  const at = 'signals';
  if (signals === null) return [];
  const [first, ...others] = signals;
  if (first === undefined) return [{ tone: 'neutral', text: 'No signals', at }];
  const tone = { high: 'bad', medium: 'waiting', low: 'neutral' } as const;
  const more = others.length === 0 ? '' : `, and ${count(others.length, 'more signal')}`;
  const text = `${SEVERITIES[first.severity]}: ${titleOf(first.kind)}${more}`;
  return [{ tone: tone[first.severity], text, at }];
}

function canaryOf(canary: Canary): Item {
  const at = 'canary';
  if (canary.waiting_since !== null) return { tone: 'waiting', text: 'Canary waits for a person', at };
  const { word, tone } = VERDICTS[canary.verdict];
  return { tone, text: `Canary: ${word.toLowerCase()}`, at };
}

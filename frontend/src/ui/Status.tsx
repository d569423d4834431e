import type { PatchStatus } from '../api/events';
import type { Tone } from './Tag';
import classes from './Tag.module.css';

const LOOKS: Readonly<Record<PatchStatus, { readonly word: string; readonly tone: Tone }>> = {
  PENDING_APPROVAL: { word: 'Pending', tone: 'waiting' },
  APPROVED: { word: 'Approved', tone: 'waiting' },
  CANARY: { word: 'Canary', tone: 'waiting' },
  APPLIED: { word: 'Applied', tone: 'good' },
  FAILED: { word: 'Failed', tone: 'bad' },
  DENIED: { word: 'Denied', tone: 'bad' },
  WITHDRAWN: { word: 'Withdrawn', tone: 'neutral' },
  EXPIRED: { word: 'Expired', tone: 'neutral' },
  SUPERSEDED: { word: 'Superseded', tone: 'neutral' },
  ROLLED_BACK: { word: 'Rolled back', tone: 'neutral' },
};

/** Where a request stands, in one word. */
export function Status({ status }: { status: PatchStatus }) {
  const { word, tone } = LOOKS[status] ?? { word: status, tone: 'neutral' };
  return (
    <span className={classes.tag} data-tone={tone} data-status={status}>
      {word}
    </span>
  );
}

import type { KeptFeedback } from '../../api/feedback';
import type { Tone } from '../../ui/Tag';
import { TYPES } from './filters';

/** What kind of event it is, and whether it counts for or against the component. */
export function describeEvent(event: Pick<KeptFeedback, 'type' | 'reason'>): { word: string; tone: Tone } {
  const word = (TYPES as Readonly<Record<string, string>>)[event.type] ?? event.type;
  if (event.reason !== null) return { word, tone: 'bad' };
  return { word, tone: event.type.endsWith('_positive') ? 'good' : 'neutral' };
}

const SUBJECTS: Readonly<Record<string, string>> = {
  gate: 'gate',
  ari: 'agency',
  edm: 'epistemics',
  performance: 'performance',
};

/** Why it counts against the component, in words; undefined where it does not. */
export function describeReason(reason: string | null): string | undefined {
  if (reason === null) return undefined;
  if (reason === 'said') return 'counts against it: what was said';
  if (reason === 'unsaid') return 'counts against it: without a word';
  const [subject = '', what = ''] = reason.split(':', 2);
  return `counts against it: ${SUBJECTS[subject] ?? subject}, ${what.replaceAll('_', ' ')}`;
}

/** What else was sent, one line a value, values as JSON; nothing where there is nothing. */
export function details(event: Pick<KeptFeedback, 'context' | 'metrics'>): string {
  return [...Object.entries(event.metrics), ...Object.entries(event.context)]
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n');
}

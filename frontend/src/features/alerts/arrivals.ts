import { formatConfidence } from '../../ui/format';
import { bounded, visibleText } from '../../ui/visible';

export interface Waiting {
  readonly request_id: string;
  readonly confidence: number;
  readonly high_confidence: boolean;
  readonly target_file: string;
  readonly component: string;
}

/**
 * The requests worth a notification: of high confidence and not there before. What was there at the first look is no
 * arrival, however new.
 */
export function arrivals<T extends Waiting>(
  seen: ReadonlySet<string> | undefined,
  waiting: readonly T[],
): T[] {
  if (seen === undefined) return [];
  return waiting.filter(request => request.high_confidence && !seen.has(request.request_id));
}

/** A notification's words. The system shows them outside the page, so nothing unseen may be in them, and not much. */
export function notificationOf(request: Waiting): { readonly title: string; readonly body: string } {
  const line = (text: string, limit: number) => {
    const { shown, hidden } = bounded(visibleText(text).replace(/\s+/g, ' '), limit);
    return hidden > 0 ? `${shown}…` : shown;
  };
  return {
    title: `High-confidence request (${formatConfidence(request.confidence)})`,
    body: `${line(request.target_file, 120)}\n${line(request.component, 60)}`,
  };
}

import { formatConfidence } from '../../ui/format';
import { bounded, visibleText } from '../../ui/visible';

interface Named {
  readonly target_file: string;
  readonly component: string;
}

export interface Waiting extends Named {
  readonly request_id: string;
  readonly confidence: number;
  readonly high_confidence: boolean;
}

/** The requests that were not there before. What was there at the first look is no arrival, however new. */
export function arrivals<T extends Pick<Waiting, 'request_id'>>(
  seen: ReadonlySet<string> | undefined,
  there: readonly T[],
): T[] {
  if (seen === undefined) return [];
  return there.filter(request => !seen.has(request.request_id));
}

export interface Words {
  readonly title: string;
  readonly body: string;
}

/** What a request that arrived is announced with; undefined where it is not worth it. */
export function arrivalWords(request: Waiting): Words | undefined {
  if (!request.high_confidence) return undefined;
  return {
    title: `High-confidence request (${formatConfidence(request.confidence)})`,
    body: bodyOf(request),
  };
}

export function canaryWords(canary: Named): Words {
  return { title: 'A canary waits for a person', body: bodyOf(canary) };
}

/** The system shows it outside the page, so nothing unseen may be in it, and not much. */
function bodyOf({ target_file, component }: Named): string {
  const line = (text: string, limit: number) => {
    const { shown, hidden } = bounded(visibleText(text).replace(/\s+/g, ' '), limit);
    return hidden > 0 ? `${shown}…` : shown;
  };
  return `${line(target_file, 120)}\n${line(component, 60)}`;
}

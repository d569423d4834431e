import { visibleParts } from '../../ui/visible';
import type { Token } from './highlight';
import type { Span } from './words';

/** A stretch of one line that looks the same from end to end. */
export interface Segment {
  readonly text: string;
  /** The highlighter's name for it. */
  readonly token: string | undefined;
  /** Whether it is what changed within the line. */
  readonly changed: boolean;
  /** The name of a character that would not show; `text` is then its number. */
  readonly unseen: string | undefined;
}

/** Cuts a line along its tokens, its changes and the characters that would not show. */
export function segmentsOf(text: string, tokens: readonly Token[], changed: readonly Span[]): Segment[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...tokens, ...changed]) {
    if (start < text.length) cuts.add(start);
    if (end < text.length) cuts.add(end);
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const segments: Segment[] = [];
  let token = 0;
  let change = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i] as number;
    while (tokens[token] !== undefined && (tokens[token]?.end ?? 0) <= start) token++;
    while (changed[change] !== undefined && (changed[change]?.end ?? 0) <= start) change++;
    const inToken = (tokens[token]?.start ?? Number.POSITIVE_INFINITY) <= start;
    const inChange = (changed[change]?.start ?? Number.POSITIVE_INFINITY) <= start;
    const look = { token: inToken ? tokens[token]?.name : undefined, changed: inChange };
    for (const part of visibleParts(text.slice(start, edges[i + 1]))) {
      if (part.kind === 'text') segments.push({ ...look, text: part.text, unseen: undefined });
      else segments.push({ ...look, text: part.code, unseen: part.name });
    }
  }
  return segments;
}

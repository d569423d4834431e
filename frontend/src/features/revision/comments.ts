import type { Comment } from '../../api/revisions';
import { keyOfLine, type Side } from '../diff/annotations';

export interface Anchor {
  readonly path: string;
  readonly side: Side;
  readonly line: number;
}

export const keyOf = ({ path, side, line }: Anchor): string => keyOfLine(path, side, line);

/** A request's talk: by line, about the whole, and what was said about requests that it replaces. */
export interface Talk {
  readonly lines: ReadonlyMap<string, readonly Comment[]>;
  readonly general: readonly Comment[];
  readonly earlier: readonly Comment[];
}

export function talkOf(comments: readonly Comment[], requestId: string): Talk {
  const lines = new Map<string, Comment[]>();
  const general: Comment[] = [];
  const earlier: Comment[] = [];
  for (const comment of comments) {
    const anchor = anchorOf(comment);
    if (comment.request_id !== requestId) earlier.push(comment);
    else if (anchor === undefined) general.push(comment);
    else lines.set(keyOf(anchor), [...(lines.get(keyOf(anchor)) ?? []), comment]);
  }
  return { lines, general, earlier };
}

export function anchorOf(comment: Comment): Anchor | undefined {
  const { target_file: path, side, line } = comment;
  return path === undefined || side === undefined || line === undefined ? undefined : { path, side, line };
}

export function describePlace({ side, line }: Pick<Anchor, 'side' | 'line'>): string {
  return side === 'before' ? `line ${line} before the change` : `line ${line}`;
}

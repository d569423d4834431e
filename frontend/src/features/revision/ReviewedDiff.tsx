import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { useKeys } from '../../ui/useKeys';
import { type Annotations, AnnotationsContext, type Place } from '../diff/annotations';
import { LazyDiff } from '../diff/LazyDiff';
import { parseDiff } from '../diff/model';
import { Conversation } from './Conversation';
import { type Anchor, keyOf, talkOf } from './comments';
import { SelectionBar } from './SelectionBar';
import { type Dropped, isKept, KEEP_ALL, keepOf, shareOf, tally, toggled, toggledFile } from './selection';
import { Thread } from './Thread';
import { useReduce } from './useRevision';

interface Props {
  request: PatchRequestDetail;
  marks: Annotations['marks'];
  seek: Place | undefined;
}

/** The diff of a request with what is said about its lines, what marks them, and its hunks to choose from. */
export function ReviewedDiff({ request, marks, seek }: Props) {
  const id = request.request_id;
  const pending = request.status === 'PENDING_APPROVAL';
  const reducible = pending && !request.stale && request.refusal === undefined;
  const files = useMemo(() => parseDiff(request.diff), [request.diff]);
  const talk = useMemo(() => talkOf(request.comments, id), [request.comments, id]);
  const [choosing, setChoosing] = useState(false);
  const [dropped, setDropped] = useState<Dropped>(KEEP_ALL);
  const [writing, setWriting] = useState<Anchor | 'whole' | undefined>();
  const reduce = useReduce(id);
  const { kept, all } = tally(dropped, files);
  useKeys({ c: () => pending && setWriting('whole') });

  const annotations = useMemo<Annotations>(
    () => ({
      selecting:
        choosing && reducible
          ? {
              kept: (path, hunk) => isKept(dropped, path, hunk),
              toggle: (path, hunk) => setDropped(toggled(dropped, path, hunk)),
              share: path => {
                const file = files.find(each => each.path === path);
                return file === undefined ? 'none' : shareOf(dropped, file);
              },
              toggleFile: path => {
                const file = files.find(each => each.path === path);
                if (file !== undefined) setDropped(toggledFile(dropped, file));
              },
            }
          : undefined,
      below: (path, side, line) => {
        const comments = talk.lines.get(keyOf({ path, side, line }));
        return comments && <Thread comments={comments} />;
      },
      marks,
      seek,
      onComment: pending ? (path, side, line) => setWriting({ path, side, line }) : undefined,
    }),
    [choosing, reducible, dropped, files, talk, marks, seek, pending],
  );

  return (
    <AnnotationsContext.Provider value={annotations}>
      {choosing && reducible && (
        <SelectionBar
          kept={kept}
          all={all}
          reduce={reduce}
          onMake={() => reduce.mutate({ key: request.approval_key, keep: keepOf(dropped, files) })}
          onCancel={() => {
            setChoosing(false);
            setDropped(KEEP_ALL);
          }}
        />
      )}
      <LazyDiff
        diff={request.diff}
        contents={request.changes}
        tools={
          reducible &&
          all > 1 &&
          !choosing && (
            <Button size="xs" variant="default" onClick={() => setChoosing(true)}>
              Choose hunks…
            </Button>
          )
        }
      />
      <Conversation
        id={id}
        talk={talk}
        changesRequested={request.changes_requested}
        paths={request.changes.map(change => change.target_file)}
        open={pending}
        writing={writing}
        onWrite={setWriting}
      />
    </AnnotationsContext.Provider>
  );
}

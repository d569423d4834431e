import type { Canary } from '../../api/canaries';
import { Inert } from '../../ui/Inert';
import { Tag } from '../../ui/Tag';
import { bounded } from '../../ui/visible';
import { Effects } from '../effects/Effects';
import { VERDICTS } from '../effects/effects';
import { effectsOf } from './canary';

/** What the latest look found, in words and as a picture. */
export function Comparison({ id, canary }: { id: string; canary: Canary }) {
  const { word, tone } = VERDICTS[canary.verdict];
  const sentence = canary.sentence ?? 'Monitors have not reported enough of both variants yet.';
  return (
    <>
      <p>
        <Tag tone={tone}>{word}</Tag> <Inert>{bounded(sentence, 500).shown}</Inert>
      </p>
      <Effects caption={`Effects of ${id}`} sides={['Stable', 'Canary']} effects={effectsOf(canary)} />
    </>
  );
}

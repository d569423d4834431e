import { formatAge, formatMoment } from './format';
import { useNow } from './useNow';

/** How long ago, ticking, with the full time at hand. */
export function Age({ at, ago = false }: { at: string; ago?: boolean }) {
  const now = useNow();
  const moment = new Date(at);
  const age = formatAge(moment, now);
  return (
    <time dateTime={at} title={formatMoment(moment)}>
      {ago && age !== 'now' && age !== '–' ? `${age} ago` : age}
    </time>
  );
}

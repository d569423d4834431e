import { useSyncExternalStore } from 'react';
import { connection } from '../../api/client';
import classes from './LiveBadge.module.css';
import { useLive } from './LiveContext';

type Look = { tone: 'live' | 'polling' | 'away'; word: string; title: string };

/** Whether what is shown keeps up by itself, and how. */
export function LiveBadge() {
  const live = useLive();
  const reachable = useSyncExternalStore(connection.subscribe, connection.isReachable);
  const { tone, word, title } = reachable ? LOOKS[live.kind] : AWAY;
  return (
    <span className={classes.badge} data-tone={tone} title={title} role="status">
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.word}>{word}</span>
    </span>
  );
}

const LOOKS: Readonly<Record<'connecting' | 'live' | 'polling', Look>> = {
  connecting: { tone: 'polling', word: 'Connecting', title: 'Opening the stream of events.' },
  live: { tone: 'live', word: 'Live', title: 'Changes arrive as they happen.' },
  polling: {
    tone: 'polling',
    word: 'Polling',
    title:
      'The stream of events cannot be had, perhaps because a proxy holds it back. The server is asked every few seconds instead.',
  },
};

const AWAY: Look = {
  tone: 'away',
  word: 'Reconnecting',
  title: 'Patchgate does not answer. It is asked again by itself.',
};

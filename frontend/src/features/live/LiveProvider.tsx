import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { LiveContext } from './LiveContext';
import { LiveStream } from './LiveStream';

/** Opens the event stream for as long as a reviewer is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [stream] = useState(() => new LiveStream(queryClient));
  useEffect(() => stream.start(), [stream]);
  return <LiveContext value={stream}>{children}</LiveContext>;
}

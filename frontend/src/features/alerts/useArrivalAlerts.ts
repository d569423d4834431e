import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { arrivals, type Words } from './arrivals';
import { notify } from './notifications';

/** Announces requests as they arrive, each once; those that there are no words for go unannounced. */
export function useArrivalAlerts<T extends { readonly request_id: string }>(
  requests: readonly T[] | undefined,
  wordsOf: (request: T) => Words | undefined,
): void {
  const navigate = useNavigate();
  const seen = useRef<Set<string>>(undefined);
  useEffect(() => {
    if (requests === undefined) return;
    for (const request of arrivals(seen.current, requests)) {
      const words = wordsOf(request);
      if (words === undefined) continue;
      const id = request.request_id;
      notify(words.title, words.body, id, () => navigate({ to: '/requests/$id', params: { id } }));
    }
    seen.current = new Set([...(seen.current ?? []), ...requests.map(request => request.request_id)]);
  }, [requests, wordsOf, navigate]);
}

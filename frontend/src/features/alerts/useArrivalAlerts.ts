import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { PatchRequestRow } from '../../api/patch-requests';
import { arrivals, notificationOf } from './arrivals';
import { notify } from './notifications';

/** Announces high-confidence requests as they arrive, each once. */
export function useArrivalAlerts(requests: readonly PatchRequestRow[] | undefined): void {
  const navigate = useNavigate();
  const seen = useRef<Set<string>>(undefined);
  useEffect(() => {
    if (requests === undefined) return;
    for (const request of arrivals(seen.current, requests)) {
      const { title, body } = notificationOf(request);
      const id = request.request_id;
      notify(title, body, id, () => navigate({ to: '/requests/$id', params: { id } }));
    }
    seen.current = new Set([...(seen.current ?? []), ...requests.map(request => request.request_id)]);
  }, [requests, navigate]);
}

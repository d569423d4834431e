import { useNavigate } from '@tanstack/react-router';
import { following } from './cursor';
import { usePending } from './usePending';

/** The request that waits after this one, decided or not, and how to go there: back to the list where none does. */
export function useNextRequest(id: string): { next: string | undefined; waiting: number; go(): void } {
  const { requests, total } = usePending();
  const navigate = useNavigate();
  const next = following(
    id,
    requests.map(request => request.request_id),
  );
  const go = () =>
    void (next === undefined
      ? navigate({ to: '/' })
      : navigate({ to: '/requests/$id', params: { id: next } }));
  return { next, waiting: total ?? 0, go };
}

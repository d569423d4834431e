import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useReducer } from 'react';
import { keys } from '../../api/keys';
import { decidePatchRequest, rollbackPatchRequest } from '../../api/patch-requests';
import { ApiError, type Failure } from '../../api/problem';
import { decidingReducer, decisionBody, READING } from './decision';

/** One reviewer's decision on one request, from choice to answer. */
export function useDecision(id: string) {
  const queryClient = useQueryClient();
  const [state, step] = useReducer(decidingReducer, READING);

  async function send(comment: string, category: string): Promise<void> {
    if (state.kind !== 'confirming') return;
    step({ kind: 'send' });
    try {
      const outcome = await decidePatchRequest(id, decisionBody(state.verdict, state.key, comment, category));
      await queryClient.invalidateQueries({ queryKey: keys.requests });
      step({ kind: 'answer', outcome });
    } catch (error) {
      // Whatever the reason, the request may have become something else: it is read before the refusal is explained.
      await queryClient.invalidateQueries({ queryKey: keys.requests });
      step({ kind: 'refuse', failure: failureOf(error) });
    }
  }

  return { state, step, send };
}

export function useRollback(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (comment: string) => rollbackPatchRequest(id, comment.trim()),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.requests }),
  });
}

export function failureOf(error: unknown): Failure {
  return error instanceof ApiError ? error.failure : { kind: 'unexpected', status: 0 };
}

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isUnauthenticated } from '../api/problem';
import { noteUnauthenticated } from '../features/session/useSession';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ApiError | Error;
  }
}

/** Server state. A 401 from any call ends the session; what the server refused is not asked again unbidden. */
export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (isUnauthenticated(error)) noteUnauthenticated(queryClient);
  };
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The server may run on this very machine: the browser's own idea of being online says nothing about it.
        networkMode: 'always',
        retry: (failures, error) =>
          failures < 1 && error instanceof ApiError && error.failure.kind === 'unreachable',
        retryDelay: 500,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return queryClient;
}

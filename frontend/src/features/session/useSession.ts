import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, isUnauthenticated } from '../../api/problem';
import { type Credentials, createSession, deleteSession, getMe } from '../../api/session';
import {
  afterUnauthenticated,
  type KnownSession,
  nextCheck,
  type Session,
  sessionState,
  signedIn,
  signedOut,
} from './session';
import { signInLink } from './signInLink';

const sessionKey = ['session'] as const;

const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ client }) => openSession(client.getQueryData<KnownSession>(sessionKey)),
  staleTime: 30_000,
  refetchInterval: ({ state }) => nextCheck(state.data, state.status === 'error', new Date()),
});

/** The session as the page should treat it. The first to ask redeems a one-time link, if the address carried one. */
export function useSession(): Session {
  const { data, error } = useQuery(sessionQuery);
  return sessionState(data, error instanceof ApiError ? error.failure : undefined);
}

export function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => createSession(credentials),
    onSuccess: me => enter(queryClient, signedIn(me)),
  });
}

export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      deleteSession().catch(error => {
        if (!isUnauthenticated(error)) throw error;
      }),
    onSuccess: () => enter(queryClient, signedOut({ kind: 'left' })),
  });
}

/** Any call may be the first to learn that the session is over. */
export function noteUnauthenticated(queryClient: QueryClient): void {
  queryClient.setQueryData<KnownSession>(sessionKey, afterUnauthenticated);
}

/** A link opened in a tab that already shows this page changes only the fragment and loads nothing. */
export function redeemLinksOpenedLater(queryClient: QueryClient): void {
  window.addEventListener('hashchange', () => {
    if (signInLink.lookAt(window.location, window.history))
      queryClient.resetQueries({ queryKey: sessionKey });
  });
}

/** Another person, or nobody: what the one before was shown is forgotten, and no older answer may overrule this one. */
async function enter(queryClient: QueryClient, session: KnownSession): Promise<void> {
  await queryClient.cancelQueries();
  queryClient.removeQueries({ predicate: query => query.queryKey[0] !== sessionKey[0] });
  queryClient.setQueryData<KnownSession>(sessionKey, session);
}

async function openSession(before: KnownSession | undefined): Promise<KnownSession> {
  const link = signInLink.take();
  if (link === null) return currentSession(before);
  try {
    return signedIn(await createSession({ link }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.failure.kind === 'unreachable') {
      signInLink.keep(link);
      throw error;
    }
    // A used link is no reason to turn away someone who is signed in already.
    return currentSession(signedOut({ kind: 'link-failed', failure: error.failure }));
  }
}

async function currentSession(before: KnownSession | undefined): Promise<KnownSession> {
  try {
    return signedIn(await getMe());
  } catch (error) {
    if (isUnauthenticated(error)) return afterUnauthenticated(before);
    throw error;
  }
}

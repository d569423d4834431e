import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  useRouter,
} from '@tanstack/react-router';
import { useEffect } from 'react';
import { ActivityPage } from '../features/activity/ActivityPage';
import { readFilters } from '../features/feedback/filters';
import { ProtectedFilesPage } from '../features/protected-files/ProtectedFilesPage';
import { QueuePage } from '../features/queue/QueuePage';
import { RequestPage } from '../features/request/RequestPage';
import { SessionPending } from '../features/session/SessionPending';
import { SignInPage } from '../features/session/SignInPage';
import { returnPath } from '../features/session/session';
import { useSession } from '../features/session/useSession';
import { Crashed, CrashedOutside } from './Crashed';
import { Frame } from './Frame';
import { NotFound } from './NotFound';
import { SignedInPages } from './Reviewer';
import { useSignedIn } from './signedIn';

const root = createRootRoute({ component: Outlet, errorComponent: CrashedOutside });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ from }: { from?: unknown }): { from?: string } => {
    const path = returnPath(from);
    return path === '/' ? {} : { from: path };
  },
  component: SignInRoute,
  errorComponent: CrashedOutside,
});

/** Everything below is for people who are signed in; the others are sent to sign in and come back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: SignedInRoute,
  errorComponent: CrashedOutside,
});

const queue = createRoute({ getParentRoute: () => signedIn, path: '/', component: QueuePage });

const request = createRoute({
  getParentRoute: () => signedIn,
  path: '/requests/$id',
  component: function RequestRoute() {
    const { id } = request.useParams();
    return <RequestPage key={id} id={id} session={useSignedIn()} />;
  },
});

const decisions = createRoute({
  getParentRoute: () => signedIn,
  path: '/decisions',
  component: ActivityPage,
});

const protectedFiles = createRoute({
  getParentRoute: () => signedIn,
  path: '/protected-files',
  component: function ProtectedFilesRoute() {
    return <ProtectedFilesPage session={useSignedIn()} />;
  },
});

const loop = createRoute({
  getParentRoute: () => signedIn,
  path: '/loop',
  component: lazyRouteComponent(() => import('../features/loop/LoopPage'), 'LoopPage'),
});

const feedback = createRoute({
  getParentRoute: () => signedIn,
  path: '/feedback',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('../features/feedback/FeedbackPage'), 'FeedbackPage'),
});

const analytics = createRoute({
  getParentRoute: () => signedIn,
  path: '/analytics',
  component: lazyRouteComponent(() => import('../features/analytics/AnalyticsPage'), 'AnalyticsPage'),
});

const PAGES = [queue, request, decisions, loop, feedback, analytics, protectedFiles];

export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([signIn, signedIn.addChildren(PAGES)]),
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: Crashed,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

function SignInRoute() {
  const session = useSession();
  const { from } = signIn.useSearch();
  if (session.kind === 'signed-in') return <Return path={returnPath(from)} />;
  return (
    <Frame>
      {session.kind === 'signed-out' ? (
        <SignInPage because={session.because} />
      ) : (
        <SessionPending session={session} />
      )}
    </Frame>
  );
}

/** `Navigate` takes a route; where someone was is an address, with its query. */
function Return({ path }: { path: string }) {
  const { history } = useRouter();
  useEffect(() => history.replace(path), [history, path]);
  return null;
}

function SignedInRoute() {
  const session = useSession();
  if (session.kind === 'signed-out') return <ToSignIn left={session.because.kind === 'left'} />;
  if (session.kind !== 'signed-in') {
    return (
      <Frame>
        <SessionPending session={session} />
      </Frame>
    );
  }
  return <SignedInPages session={session} />;
}

/** Who left on purpose starts afresh; everybody else is brought back to where he was. */
function ToSignIn({ left }: { left: boolean }) {
  const here = returnPath(window.location.pathname + window.location.search);
  return <Navigate to="/sign-in" search={left || here === '/' ? {} : { from: here }} replace />;
}

import { describe, expect, it } from 'vitest';
import { createApi } from './client';
import { ApiError, type Failure } from './problem';

/** An API whose server is a function, and the requests it got. */
function apiOver(server: (request: Request) => Response | Promise<Response>) {
  const requests: Request[] = [];
  const api = createApi({
    baseUrl: 'http://patchgate.test',
    fetch: async request => {
      requests.push(request);
      return server(request);
    },
  });
  return { ...api, requests };
}

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => undefined,
    cause => cause,
  );
  if (!(error instanceof ApiError)) throw new Error(`Not an ApiError: ${error}`);
  return error.failure;
}

const noContent = () => new Response(null, { status: 204 });

describe('the CSRF header', () => {
  it('goes with an unsafe call', async () => {
    const { client, csrf, answer, requests } = apiOver(noContent);
    csrf.token = 'of-this-session';
    await answer(client.DELETE('/api/session'));
    expect(requests[0]?.headers.get('X-CSRF-Token')).toBe('of-this-session');
  });

  it('stays away from a safe call', async () => {
    const { client, csrf, answer, requests } = apiOver(() => Response.json({}));
    csrf.token = 'of-this-session';
    await answer(client.GET('/api/me'));
    expect(requests[0]?.headers.has('X-CSRF-Token')).toBe(false);
  });

  it('is absent while no token is known', async () => {
    const { client, answer, requests } = apiOver(noContent);
    await answer(client.DELETE('/api/session'));
    expect(requests[0]?.headers.has('X-CSRF-Token')).toBe(false);
  });
});

describe('answer', () => {
  it('is the body of a success', async () => {
    const { client, answer } = apiOver(() => Response.json({ subject: 'ada' }));
    expect(await answer(client.GET('/api/me'))).toEqual({ subject: 'ada' });
  });

  it('rejects with the problem the server sent', async () => {
    const { client, answer } = apiOver(
      () =>
        new Response(JSON.stringify({ title: 'Sign in first', detail: 'No cookie.' }), {
          status: 401,
          headers: { 'Content-Type': 'application/problem+json' },
        }),
    );
    const failure = await failureOf(answer(client.GET('/api/me')));
    expect(failure).toMatchObject({
      kind: 'problem',
      status: 401,
      title: 'Sign in first',
      detail: 'No cookie.',
    });
  });

  it('rejects as unexpected when the body is no problem', async () => {
    const { client, answer } = apiOver(() => new Response('<h1>Oops</h1>', { status: 500 }));
    expect(await failureOf(answer(client.GET('/api/me')))).toEqual({ kind: 'unexpected', status: 500 });
  });

  it('rejects as unexpected when a success is not JSON', async () => {
    const { client, answer, connection } = apiOver(() => new Response('<h1>A proxy says hello</h1>'));
    expect(await failureOf(answer(client.GET('/api/me')))).toEqual({ kind: 'unexpected', status: 200 });
    expect(connection.isReachable()).toBe(true);
  });

  it('rejects as unreachable when the network fails, and says so until an answer comes', async () => {
    let up = false;
    const { client, answer, connection } = apiOver(() => {
      if (!up) throw new TypeError('Failed to fetch');
      return Response.json({});
    });
    const heard: boolean[] = [];
    connection.subscribe(() => heard.push(connection.isReachable()));

    expect(await failureOf(answer(client.GET('/api/me')))).toEqual({ kind: 'unreachable' });
    up = true;
    await answer(client.GET('/api/me'));

    expect(heard).toEqual([false, true]);
  });

  it('lets a cancelled call be a cancelled call', async () => {
    const { client, answer, connection } = apiOver(() => {
      throw new DOMException('cancelled', 'AbortError');
    });
    await expect(answer(client.GET('/api/me'))).rejects.toHaveProperty('name', 'AbortError');
    expect(connection.isReachable()).toBe(true);
  });
});

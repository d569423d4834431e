import createClient, { type ClientOptions } from 'openapi-fetch';
import { Connection } from './connection';
import { ApiError, parseFailure } from './problem';
import type { paths } from './schema.gen';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The one way to the server: a client typed by the contract. The session's cookie is the browser's business; every
 * unsafe call carries the CSRF token that belongs to it, as soon as `csrf.token` is known.
 */
export function createApi(options: Pick<ClientOptions, 'baseUrl' | 'fetch'> = {}) {
  const csrf: { token: string | undefined } = { token: undefined };
  const connection = new Connection();
  const client = createClient<paths>(options);
  client.use({
    onRequest({ request }) {
      if (csrf.token !== undefined && !SAFE_METHODS.has(request.method)) {
        request.headers.set('X-CSRF-Token', csrf.token);
      }
      return request;
    },
  });

  /** The answer's body. Rejects with an ApiError for every other outcome, or with the AbortError of a cancelled call. */
  async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
    const { data, error, response } = await call.catch(cause => {
      throw unanswered(cause);
    });
    if (response.ok) {
      connection.note(true);
      return data as T;
    }
    const failure = parseFailure(response.status, error);
    connection.note(failure.kind !== 'unreachable');
    throw new ApiError(failure);
  }

  function unanswered(cause: unknown): unknown {
    if (cause instanceof DOMException && cause.name === 'AbortError') return cause;
    // fetch and the reading of a body reject with TypeError when the network fails; JSON.parse with SyntaxError.
    const reachable = cause instanceof SyntaxError;
    connection.note(reachable);
    return new ApiError(reachable ? { kind: 'unexpected', status: 200 } : { kind: 'unreachable' });
  }

  return { client, csrf, connection, answer };
}

export const { client, csrf, connection, answer } = createApi();

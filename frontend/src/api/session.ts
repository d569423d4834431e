import { answer, client, csrf } from './client';
import type { paths } from './schema.gen';

type Body = paths['/api/session']['post']['requestBody']['content']['application/json'];
export type Credentials = Required<Pick<Body, 'name' | 'password'>>;
export type Me = paths['/api/me']['get']['responses'][200]['content']['application/json'];

/** Signs in by name and password or by the secret of a one-time link; the cookie comes with the answer. */
export async function createSession(body: Body): Promise<Me> {
  return remember(await answer(client.POST('/api/session', { body })));
}

/** Signs out: the server forgets the token, the browser its cookie. */
export async function deleteSession(): Promise<void> {
  await answer(client.DELETE('/api/session'));
  csrf.token = undefined;
}

/** Who is signed in; rejects with a 401 problem when nobody is. */
export async function getMe(): Promise<Me> {
  return remember(await answer(client.GET('/api/me')));
}

function remember<T extends Pick<Me, 'csrf_token'>>(me: T): T {
  csrf.token = me.csrf_token ?? undefined;
  return me;
}

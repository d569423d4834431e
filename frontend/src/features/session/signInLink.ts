/** The secret of a one-time link `/sign-in#link=<secret>`, or null where the fragment is anything else. */
export function linkSecret(fragment: string): string | null {
  const encoded = /^#link=([^&]+)$/.exec(fragment)?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

type Place = Pick<Location, 'hash' | 'pathname' | 'search'>;
type Trail = Pick<History, 'state' | 'replaceState'>;

/**
 * Holds the secret from the moment it is seen until it is used, once. Seeing it also removes it from the address bar
 * and the tab's history, before anything else can read, keep or show it.
 */
export class SignInLink {
  #secret: string | null = null;

  /** True when the address carried a secret. */
  lookAt(place: Place, trail: Trail): boolean {
    if (!place.hash.startsWith('#link=')) return false;
    this.#secret = linkSecret(place.hash);
    trail.replaceState(trail.state, '', place.pathname + place.search);
    return this.#secret !== null;
  }

  /** The secret, to the first who asks. */
  take(): string | null {
    const secret = this.#secret;
    this.#secret = null;
    return secret;
  }

  /** Takes back a secret that never reached the server. */
  keep(secret: string): void {
    this.#secret ??= secret;
  }
}

export const signInLink = new SignInLink();

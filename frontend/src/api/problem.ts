/** One field's complaint in a 422. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Why a call has no answer: the closed set that pages tell apart. */
export type Failure =
  /** The server said no, as RFC 9457 `application/problem+json`. */
  | {
      readonly kind: 'problem';
      readonly status: number;
      readonly type: string;
      readonly title: string;
      readonly detail: string | undefined;
      readonly instance: string | undefined;
      readonly errors: readonly FieldError[];
    }
  /** Nobody answered, or only a proxy in front of a server that is away. */
  | { readonly kind: 'unreachable' }
  /** Something answered, but not as this API does. */
  | { readonly kind: 'unexpected'; readonly status: number };

/** What a failed call rejects with. */
export class ApiError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(describeFailure(failure).title);
    this.name = 'ApiError';
    this.failure = failure;
  }
}

/**
 * Reads a failed answer. The body is checked field by field, since whatever stands between browser and server may have
 * written it; `status` is the answer's own, whatever the body claims.
 */
export function parseFailure(status: number, body: unknown): Failure {
  if (!isRecord(body) || typeof body.title !== 'string' || body.title === '') {
    return isGatewayStatus(status) ? { kind: 'unreachable' } : { kind: 'unexpected', status };
  }
  return {
    kind: 'problem',
    status,
    type: text(body.type) ?? 'about:blank',
    title: body.title,
    detail: text(body.detail),
    instance: text(body.instance),
    errors: Array.isArray(body.errors) ? body.errors.filter(isFieldError) : [],
  };
}

/** What a page says about a failure. */
export function describeFailure(failure: Failure): { title: string; detail: string | undefined } {
  switch (failure.kind) {
    case 'problem':
      // The server's detail may say no more than the title does.
      return {
        title: failure.title,
        detail: failure.detail === `${failure.title}.` ? undefined : failure.detail,
      };
    case 'unreachable':
      return {
        title: 'Patchgate does not answer',
        detail: 'The server is stopped, or the network between it and this browser is down.',
      };
    case 'unexpected':
      return {
        title: 'Unexpected answer',
        detail: `The server answered ${failure.status} in a form this page does not know.`,
      };
  }
}

/** True for the 401 of a session that is over or never was. */
export function isUnauthenticated(error: unknown): boolean {
  return error instanceof ApiError && error.failure.kind === 'problem' && error.failure.status === 401;
}

function isGatewayStatus(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value.field === 'string' && typeof value.message === 'string';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

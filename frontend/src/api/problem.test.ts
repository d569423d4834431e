import { describe, expect, it } from 'vitest';
import { ApiError, describeFailure, isUnauthenticated, parseFailure } from './problem';

const PROBLEM = {
  type: 'https://patchgate.dev/problems/stale',
  title: 'The request is stale',
  status: 409,
  detail: 'The file changed.',
  instance: '/api/patch-requests/1/approve',
};

describe('parseFailure', () => {
  it('reads a problem', () => {
    expect(parseFailure(409, PROBLEM)).toEqual({ kind: 'problem', ...PROBLEM, errors: [] });
  });

  it('goes by the status of the answer, not by what the body claims', () => {
    expect(parseFailure(409, { ...PROBLEM, status: 200 })).toMatchObject({ status: 409 });
  });

  it('keeps the field errors of a 422 and drops what is none', () => {
    const body = {
      title: 'Invalid',
      errors: [{ field: 'name', message: 'is missing' }, { field: 1 }, 'x', null],
    };
    expect(parseFailure(422, body)).toMatchObject({ errors: [{ field: 'name', message: 'is missing' }] });
  });

  it('fills what RFC 9457 lets a problem leave out', () => {
    expect(parseFailure(403, { title: 'Forbidden' })).toEqual({
      kind: 'problem',
      status: 403,
      type: 'about:blank',
      title: 'Forbidden',
      detail: undefined,
      instance: undefined,
      errors: [],
    });
  });

  it('drops members of the wrong type', () => {
    const failure = parseFailure(400, { title: 'Bad', detail: { html: '<b>' }, instance: 7, errors: 'no' });
    expect(failure).toMatchObject({ detail: undefined, instance: undefined, errors: [] });
  });

  it.each([undefined, null, '', '<html>', 42, [], {}, { title: 7 }, { title: '' }])(
    'takes %j for no problem',
    body => {
      expect(parseFailure(500, body)).toEqual({ kind: 'unexpected', status: 500 });
    },
  );

  it.each([502, 503, 504])('takes a bare %i for a server that is away', status => {
    expect(parseFailure(status, '<html>')).toEqual({ kind: 'unreachable' });
  });

  it('believes a 503 that is a problem', () => {
    expect(parseFailure(503, { title: 'Stopped' })).toMatchObject({ kind: 'problem', title: 'Stopped' });
  });
});

describe('describeFailure', () => {
  it('says nothing twice', () => {
    const away = parseFailure(503, { title: 'No answer in time', detail: 'No answer in time.' });
    expect(describeFailure(away)).toEqual({ title: 'No answer in time', detail: undefined });
    expect(describeFailure(parseFailure(409, PROBLEM)).detail).toBe('The file changed.');
  });

  it('shows the words of a problem', () => {
    expect(describeFailure(parseFailure(409, PROBLEM))).toEqual({
      title: 'The request is stale',
      detail: 'The file changed.',
    });
  });

  it('names the status of an unexpected answer', () => {
    expect(describeFailure({ kind: 'unexpected', status: 418 }).detail).toContain('418');
  });
});

describe('isUnauthenticated', () => {
  it.each([
    [401, true],
    [403, false],
  ])('of a %i problem is %s', (status, expected) => {
    expect(isUnauthenticated(new ApiError(parseFailure(status, { title: 'No' })))).toBe(expected);
  });

  it('is false of any other error', () => {
    expect(isUnauthenticated(new Error('401'))).toBe(false);
  });
});

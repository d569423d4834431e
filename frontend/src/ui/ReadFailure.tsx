import { Button } from '@mantine/core';
import { ApiError } from '../api/problem';
import { FailureNotice } from './Notice';

interface Reading {
  readonly data: unknown;
  readonly error: Error | null;
  readonly isFetching: boolean;
  refetch(): unknown;
}

/**
 * Why a reading brought nothing, and the way to ask again. Over what was read before, that the server does not answer is
 * the banner's to say.
 */
export function ReadFailure({ of, alone = false }: { of: Reading; alone?: boolean }) {
  const { data, error, isFetching, refetch } = of;
  if (!(error instanceof ApiError)) return null;
  if (data !== undefined && error.failure.kind === 'unreachable') return null;
  return (
    <FailureNotice
      alone={alone}
      failure={error.failure}
      action={
        <Button size="xs" variant="default" loading={isFetching} onClick={() => refetch()}>
          Try again
        </Button>
      }
    />
  );
}

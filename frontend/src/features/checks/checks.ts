import type { Check } from '../../api/checks';

export const STATUS = {
  queued: 'Queued',
  running: 'Running',
  passed: 'Passed',
  failed: 'Failed',
  not_run: 'Not run',
} as const;

/** How often a page looks again while something runs that it shows. */
export const LOOK_AGAIN = 2_000;

type Standing = Pick<Check, 'name' | 'kind' | 'status' | 'required'>;

/** Whether a check moves by itself before long; what another machine is to report may take for ever. */
export function moving(check: Pick<Check, 'kind' | 'status'>): boolean {
  return check.kind !== 'external' && (check.status === 'queued' || check.status === 'running');
}

/** Whether Patchgate can be asked to run it again. */
export function repeatable(check: Pick<Check, 'kind' | 'status'>): boolean {
  return check.kind !== 'external' && !moving(check);
}

/** Why a request with these checks cannot be approved, in two parts around the check's name. */
export function obstacle(checks: readonly Standing[]): { name: string; why: string } | undefined {
  const check = checks.find(one => one.required && one.status !== 'passed');
  if (check === undefined) return undefined;
  const why = {
    queued: check.kind === 'external' ? 'has not been reported yet' : 'has not run yet',
    running: 'is still running',
    passed: '',
    failed: 'has failed',
    not_run: 'was not run',
  }[check.status];
  return { name: check.name, why };
}

/** `0.4 s`, `12 s`, `3 min 5 s`; nothing where it is not known. */
export function formatDuration(millis: number | null): string | undefined {
  if (millis === null) return undefined;
  if (millis < 10_000) return `${(millis / 1_000).toFixed(1)} s`;
  const seconds = Math.round(millis / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** What stands beside a check's name. */
export function remarks(
  check: Pick<Check, 'kind' | 'status' | 'required' | 'duration_ms' | 'place'>,
): string[] {
  const place =
    check.place === null
      ? undefined
      : check.place === 1
        ? 'next in the queue'
        : `${check.place} in the queue`;
  const outside = check.kind === 'external' && check.status === 'queued' ? 'to be reported' : undefined;
  return [check.required ? 'required' : 'optional', place, outside, formatDuration(check.duration_ms)].filter(
    (part): part is string => part !== undefined,
  );
}

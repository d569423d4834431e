import type { RiskSignal } from '../../api/patch-requests';
import { keyOfLine, type Place } from '../diff/annotations';

export const SEVERITIES = { high: 'High', medium: 'Medium', low: 'Low' } as const;

/** Each in a few words; what was found and why it matters is the server's sentence. */
const TITLES: Readonly<Record<RiskSignal['kind'], string>> = {
  not_examined: 'Not examined',
  secret: 'Looks like a secret',
  hidden_unicode: 'Characters that do not show',
  mixed_script: 'Letters that look like others',
  kernel_dependency: 'Loaded by the kernel',
  authorization_weakened: 'Authorisation removed',
  tests_weakened: 'Tests weakened',
  code_evaluation: 'Evaluates code',
  deserialization: 'Deserialises',
  process_call: 'Starts processes',
  network_call: 'Uses the network',
  file_deletion: 'Deletes files',
  new_dependency: 'New dependency',
  assertions_removed: 'Fewer assertions',
  logging_removed: 'Less logging',
  binary_looking: 'Encoded data',
  generated: 'Generated',
  long_lines: 'Very long lines',
  larger_than_explained: 'Larger than explained',
};

export const titleOf = (kind: RiskSignal['kind']): string => TITLES[kind] ?? kind;

/** Which signals point to each line of a diff, by title. */
export function marksOf(signals: readonly RiskSignal[]): ReadonlyMap<string, readonly string[]> {
  const marks = new Map<string, string[]>();
  for (const { kind, locations } of signals) {
    for (const { target_file: path, side, line } of locations) {
      if (line === undefined) continue;
      const key = keyOfLine(path, side, line);
      marks.set(key, [...(marks.get(key) ?? []), titleOf(kind)]);
    }
  }
  return marks;
}

export function placesOf(signal: RiskSignal): Place[] {
  return signal.locations.map(({ target_file: path, side, line }) => ({ path, side, line }));
}

/** A place as people say it; its path only where a change set has several. */
export function describe({ side, line }: Place): string {
  if (line === undefined) return side === 'before' ? 'the file before the change' : 'the whole file';
  return side === 'before' ? `line ${line} before the change` : `line ${line}`;
}

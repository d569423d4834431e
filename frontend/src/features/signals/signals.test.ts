import { expect, test } from 'vitest';
import type { RiskSignal } from '../../api/patch-requests';
import { keyOfLine } from '../diff/annotations';
import { describe, marksOf, placesOf } from './signals';

const EVALUATES: RiskSignal = {
  kind: 'code_evaluation',
  severity: 'high',
  message: 'New code evaluates or loads code at run time: eval.',
  locations: [
    { target_file: 'a.py', side: 'after', line: 3 },
    { target_file: 'a.py', side: 'before', line: 3 },
  ],
};
const LARGE: RiskSignal = {
  kind: 'larger_than_explained',
  severity: 'low',
  message: 'The change is much larger than its reasoning suggests.',
  locations: [{ target_file: 'a.py', side: 'after' }],
};

test('a line is marked with every signal that points to it, on its own side alone', () => {
  const network: RiskSignal = {
    ...EVALUATES,
    kind: 'network_call',
    locations: EVALUATES.locations.slice(0, 1),
  };
  const marks = marksOf([EVALUATES, network, LARGE]);
  expect(marks.get(keyOfLine('a.py', 'after', 3))).toEqual(['Evaluates code', 'Uses the network']);
  expect(marks.get(keyOfLine('a.py', 'before', 3))).toEqual(['Evaluates code']);
  expect(marks.size).toBe(2);
});

test('a place is told by its line, the side that is gone, or the file as a whole', () => {
  expect([...placesOf(EVALUATES), ...placesOf(LARGE)].map(describe)).toEqual([
    'line 3',
    'line 3 before the change',
    'the whole file',
  ]);
});

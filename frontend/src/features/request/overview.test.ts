import { describe, expect, it } from 'vitest';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { overviewOf } from './overview';

type Known = Parameters<typeof overviewOf>[0];

const check = (status: string, name = status) => ({ name, status }) as PatchRequestDetail['checks'][number];
const signal = (kind: string, severity: string) =>
  ({ kind, severity }) as NonNullable<PatchRequestDetail['signals']>[number];
const PLAIN: Known = {
  request_id: 'this',
  status: 'PENDING_APPROVAL',
  checks: [],
  signals: [],
  required_approvals: 1,
  approvals: 0,
  comments: [],
  changes_requested: false,
  canary: null,
};
const said = (known: Partial<Known>) =>
  overviewOf({ ...PLAIN, ...known }).map(({ tone, text }) => [tone, text]);

describe('overviewOf', () => {
  it('says also that there is nothing to say', () => {
    expect(said({})).toEqual([
      ['neutral', 'Not checked'],
      ['neutral', 'No signals'],
    ]);
  });

  it.each([
    [['passed'], 'good', '1 check passed'],
    [['passed', 'passed'], 'good', '2 checks passed'],
    [['passed', 'failed', 'running'], 'bad', '1 check failed'],
    [['passed', 'running', 'queued'], 'waiting', '1 of 3 checks passed so far'],
    [['passed', 'not_run'], 'waiting', '1 check not run'],
  ])('of checks that are %j is %s: %s', (statuses, tone, text) => {
    expect(said({ checks: statuses.map(status => check(status)) })[0]).toEqual([tone, text]);
  });

  it('names the gravest signal, and waits for those that are not known yet', () => {
    const signals = [signal('code_evaluation', 'high'), signal('new_dependency', 'medium')];
    expect(said({ signals })[1]).toEqual(['bad', 'High: Evaluates code, and 1 more signal']);
    expect(said({ signals: null })).toEqual([['neutral', 'Not checked']]);
  });

  it('says how it compares in the canary, or that a person is waited for, for as long as it is there', () => {
    const canary = { verdict: 'worse', waiting_since: null } as NonNullable<Known['canary']>;
    expect(said({ status: 'CANARY', canary })[2]).toEqual(['bad', 'Canary: worse']);
    const waiting = { ...canary, waiting_since: '2026-11-22T10:00:00Z' };
    expect(said({ status: 'CANARY', canary: waiting })[2]).toEqual(['waiting', 'Canary waits for a person']);
    expect(said({ status: 'ROLLED_BACK', canary: waiting })).toHaveLength(2);
  });

  it('says what people have to say, here and not on an earlier request', () => {
    const comments = [{ request_id: 'this' }, { request_id: 'earlier' }] as Known['comments'];
    expect(
      said({
        required_approvals: 2,
        approvals: 1,
        changes_requested: true,
        comments,
        previously_rolled_back: 'x',
      }).slice(2),
    ).toEqual([
      ['bad', 'Rolled back before'],
      ['waiting', '1 of 2 approvals'],
      ['waiting', 'Changes wanted'],
      ['neutral', '1 comment'],
    ]);
  });
});

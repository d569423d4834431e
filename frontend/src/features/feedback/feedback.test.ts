import { describe, expect, it } from 'vitest';
import { describeEvent, describeReason, details } from './feedback';
import { query, readFilters } from './filters';

describe('readFilters', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(
      readFilters({
        component: 'learning',
        type: 'gate_violation',
        negative: true,
        trusted: 'false',
        page: 3,
      }),
    ).toEqual({ component: 'learning', type: 'gate_violation', negative: 'true', trusted: 'false' });
    expect(readFilters({ component: '', type: 'praise', negative: 'maybe', trusted: null })).toEqual({});
    expect(readFilters({ component: 42 })).toEqual({ component: '42' });
    expect(readFilters({ component: 'x'.repeat(101) })).toEqual({});
  });

  it('makes a query of them', () => {
    expect(query({ component: 'a' }, undefined, 50)).toEqual({ component: 'a', limit: 50 });
    expect(query({ negative: 'true' }, 9, 50)).toEqual({ negative: 'true', limit: 50, before: 9 });
  });
});

describe('describeEvent', () => {
  it('shows whether it counts against the component', () => {
    expect(describeEvent({ type: 'explicit_positive', reason: null })).toEqual({
      word: 'Praise',
      tone: 'good',
    });
    expect(describeEvent({ type: 'ari_alert', reason: null }).tone).toBe('neutral');
    expect(describeEvent({ type: 'ari_alert', reason: 'ari:bhir' })).toEqual({
      word: 'Lost agency',
      tone: 'bad',
    });
    expect(describeEvent({ type: 'rumour', reason: null }).word).toBe('rumour');
  });
});

describe('describeReason', () => {
  it('says it in words', () => {
    expect(describeReason(null)).toBeUndefined();
    expect(describeReason('said')).toBe('counts against it: what was said');
    expect(describeReason('ari:delta_agency')).toBe('counts against it: agency, delta agency');
  });
});

describe('details', () => {
  it('lists metrics before context', () => {
    expect(details({ context: { passed: false, why: 'a "b"' }, metrics: { latency_ms: 12 } })).toBe(
      'latency_ms: 12\npassed: false\nwhy: "a \\"b\\""',
    );
    expect(details({ context: {}, metrics: {} })).toBe('');
  });
});

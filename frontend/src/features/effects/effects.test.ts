import { describe, expect, it } from 'vitest';
import { effectBar, points } from './effects';

describe('effectBar', () => {
  const effect = { metric: 'negative', difference: 0.6, low: 0.3, high: 0.77 };
  const bar = (changed: Partial<typeof effect> = {}) =>
    effectBar({ ...effect, ...changed }, [8, 40], [32, 40]);

  it('calls worse what lies above no difference with its whole interval', () => {
    expect(bar()).toEqual({
      metric: 'Negative feedback',
      at: 80,
      low: 65,
      high: 88.5,
      direction: 'worse',
      baseline: '8 of 40',
      patched: '32 of 40',
      difference: '+60 (+30 to +77)',
    });
  });

  it('calls nothing that reaches over it', () => {
    expect(bar({ low: -0.01 }).direction).toBe('unclear');
    expect(bar({ low: -0.5, difference: -0.3, high: -0.1 }).direction).toBe('better');
    expect(bar({ metric: 'mood' }).metric).toBe('mood');
  });

  it('writes points with their sign', () => {
    expect([0.004, 0.2, -0.2].map(points)).toEqual(['0', '+20', '−20']);
  });
});

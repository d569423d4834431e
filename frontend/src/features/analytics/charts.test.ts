import { describe, expect, it } from 'vitest';
import { calibrationChart, decisionsChart } from './charts';

const NOON = new Date('2026-11-22T12:00:00Z');

describe('decisionsChart', () => {
  it('lays the ends of a day on each other, and the busiest day fills it', () => {
    const chart = decisionsChart(
      [
        { day: '2026-11-21', applied: 2, denied: 1, failed: 0, rolled_back: 1 },
        { day: '2026-11-22', applied: 1, denied: 0, failed: 0, rolled_back: 0 },
      ],
      NOON,
      3,
    );
    expect(chart).toMatchObject({ days: 3, most: 4, first: '2026-11-20', last: '2026-11-22' });
    expect(chart.bars).toEqual([
      { end: 'applied', x: 1, y: 0.5, height: 0.5 },
      { end: 'denied', x: 1, y: 0.25, height: 0.25 },
      { end: 'rolled_back', x: 1, y: 0, height: 0.25 },
      { end: 'applied', x: 2, y: 0.75, height: 0.25 },
    ]);
    expect(chart.totals).toEqual({ applied: 3, denied: 1, failed: 0, rolled_back: 1 });
  });

  it('leaves out what is before its first day, and is empty without decisions', () => {
    const old = { day: '2026-11-19', applied: 9, denied: 0, failed: 0, rolled_back: 0 };
    expect(decisionsChart([old], NOON, 3)).toMatchObject({ most: 1, bars: [] });
  });
});

describe('calibrationChart', () => {
  it('turns shares into places, the higher the better', () => {
    const bin = {
      from: 0.8,
      to: 0.9,
      ends: 4,
      stated: 0.85,
      observed: 0.25,
      low: 0,
      high: 0.5,
      calibrated: 0.4,
    };
    const chart = calibrationChart({
      component: 'a',
      proposer: 'bot',
      ends: 16,
      good: 4,
      brier: 0.3,
      enough: false,
      bins: [bin],
    });
    expect(chart).toEqual({ points: [{ x: 85, y: 75, top: 50, bottom: 100, radius: 2.2 }], worth: '85,60' });
  });
});

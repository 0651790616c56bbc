import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSpeeds, type Window } from '../../../../bench/governors/oracle/windows.js';

const window = (from: number, to: number, work: number, memory = 0): Window => ({
  job: { arrival: from, pieces: [], name: 'made', scored: true },
  work,
  memory,
  from,
  to,
  speed: Number.NaN,
});

const speeds = (...windows: Window[]): number[] => {
  assignSpeeds(windows);
  return windows.map(w => w.speed);
};

/** Cubic energy of a speed for each window. */
const energy = (windows: readonly Window[]): number => windows.reduce((sum, w) => sum + w.work * w.speed ** 2, 0);

/** Whether earliest deadline first meets all windows at these speeds. */
function feasible(windows: readonly Window[], plan: readonly { from: number; to: number }[]): boolean {
  const left = windows.map(w => w.work / w.speed);
  const moments = [...new Set(plan.flatMap(p => [p.from, p.to]))].sort((a, b) => a - b);
  for (const [i, from] of moments.entries()) {
    let room = (moments[i + 1] ?? from) - from;
    const ready = plan
      .flatMap((p, k) => (p.from <= from ? [k] : []))
      .sort((a, b) => (plan[a]?.to ?? 0) - (plan[b]?.to ?? 0));
    for (const k of ready) {
      const used = Math.min(room, left[k] ?? 0);
      left[k] = (left[k] ?? 0) - used;
      room -= used;
    }
    if (plan.some((p, k) => p.to <= (moments[i + 1] ?? from) && (left[k] ?? 0) > 1e-6)) return false;
  }
  return true;
}

describe('speeds of jobs with windows', () => {
  it('are the work over the window where windows do not overlap, more with memory that no speed makes faster', () => {
    expect(speeds(window(0, 10, 5), window(10, 20, 2))).toEqual([0.5, 0.2]);
    expect(speeds(window(0, 10, 5, 0.4))).toEqual([3 / 8]);
  });

  it('are higher for the jobs of the critical interval alone', () => {
    const [long = 0, short = 0] = speeds(window(0, 20, 6), window(5, 10, 4));
    expect(short).toBeCloseTo(0.8, 9);
    expect(long).toBeCloseTo(0.4, 9);
  });

  it('meet all windows, for less than one speed that does', () => {
    const one = fc.tuple(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0.1, max: 20, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), list => {
        const windows = list
          .map(([from, span, work]) => window(from, from + span, work))
          .sort((a, b) => a.from - b.from);
        const plan = windows.map(({ from, to }) => ({ from, to }));
        assignSpeeds(windows);
        expect(feasible(windows, plan)).toBe(true);
        const highest = Math.max(...windows.map(w => w.speed));
        const flat = windows.map(w => ({ ...w, speed: highest }));
        expect(energy(windows)).toBeLessThanOrEqual(energy(flat) + 1e-9);
        const slower = windows.map(w => ({ ...w, speed: w.speed === highest ? highest * 0.98 : w.speed }));
        expect(feasible(slower, plan)).toBe(false);
      }),
    );
  });

  it('are found for tens of thousands of windows that overlap without end', () => {
    const windows = Array.from({ length: 20_000 }, (_, i) => window(i * 3, i * 3 + 10, 1 + (i % 7) / 10));
    const [first = 0, ...others] = speeds(...windows);
    expect(first).toBeGreaterThan(0);
    for (const speed of others) expect(speed).toBeLessThan(1);
    expect(others.reduce((a, b) => a + b) / others.length).toBeCloseTo(1.3 / 3, 1);
  });
});

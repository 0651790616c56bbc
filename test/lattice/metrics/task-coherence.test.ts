import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whiteShare } from '../../../src/lattice/filters/resolvent.js';
import { originalThreshold, taskCoherence } from '../../../src/lattice/metrics/task-coherence.js';
import { anything, dice } from '../support.js';

const lengths = (f: (i: number) => number, n = 400): Float64Array => Float64Array.from({ length: n }, (_, i) => f(i));

describe('taskCoherence', () => {
  it('is 1 for a steady task: 6 ms of every 16.7, give or take 2 %', () => {
    const random = dice(1);
    const around = (mean: number) => lengths(() => mean * (1 + 0.04 * (random() - 0.5)));
    expect(taskCoherence(around(0.006), around(0.0107))).toEqual({ coherence: 1, share: 1 });
  });

  it('is high where the rhythm changes slowly, and about 0 where each interval is new', () => {
    const random = dice(2);
    const slow = lengths(i => 0.01 * (2 + Math.sin(i / 20)));
    const fresh = lengths(() => -0.01 * Math.log(1 - random()));
    expect(taskCoherence(slow, slow)?.coherence).toBeGreaterThan(0.95);
    expect(taskCoherence(fresh, fresh)?.coherence).toBeLessThan(0.1);
    expect(taskCoherence(slow, fresh)?.coherence).toBeLessThan(0.1);
    expect(taskCoherence(fresh, slow)?.coherence).toBeLessThan(0.1);
  });

  /** Why THEORY 2 says to report the original's 0.3 and not to gate on it. */
  it('shows that the original threshold admits white noise under every reading', () => {
    for (const reading of ['cycles', 'radian', 'lattice'] as const)
      expect(whiteShare(reading)).toBeGreaterThan(originalThreshold);
    const random = dice(3);
    expect(taskCoherence(lengths(random), lengths(random))?.share).toBeGreaterThan(originalThreshold);
  });

  it('is unknown for few intervals and for lengths that cannot be', () => {
    const eight = lengths(() => 1, 8);
    expect(taskCoherence(eight, eight)).toEqual({ coherence: 1, share: 1 });
    expect(taskCoherence(eight.subarray(1), eight)).toBeUndefined();
    expect(
      taskCoherence(
        eight,
        eight.map((_, i) => i - 1),
      ),
    ).toBeUndefined();
    expect(taskCoherence(eight, eight.fill(Number.NaN, 3, 4))).toBeUndefined();
  });

  it('is in [0, 1] or unknown whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const runs = Float64Array.from(xs, Math.abs);
        const t = taskCoherence(runs, runs);
        expect(t === undefined || (t.coherence >= 0 && t.coherence <= 1)).toBe(true);
      }),
    );
  });
});

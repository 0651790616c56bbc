import { describe, expect, it } from 'vitest';
import { savedWatts } from '../../../src/governor/power-curve/saved-watts.js';
import type { PolicyReading } from '../../../src/model/sensing/reading.js';
import type { Policy } from '../../../src/model/topology.js';

const policy = { id: 0, hw_min: 1e6, hw_max: 4e6 } as Policy;
/** 1 W at 1 GHz, by the square of the clock. */
const curves = { perCpu: (_: number, khz: number) => (khz / 1e6) ** 2, measured: () => true };
const reading = (change: Readonly<Record<string, number | undefined>>) =>
  ({ id: 0, work: [], frequency: 4e6, busy: 0.5, busySeconds: 0.5, ...change }) as unknown as PolicyReading;
const work = { utilisation: 0.4, computeShare: 1 };

describe('what a clock saves against full clock', () => {
  it('is nothing at full clock', () => {
    expect(savedWatts(curves, policy, reading({}), work, 1)).toBeCloseTo(0, 9);
  });

  it('is the power at full clock less that of the longer run', () => {
    // At half the clock the work takes twice as long, at a quarter of the power.
    expect(savedWatts(curves, policy, reading({ frequency: 2e6 }), work, 1)).toBeCloseTo(0.4 * (16 - 2 * 4), 9);
  });

  it('is more for work that waits for memory, and for each CPU at work', () => {
    const waiting = { utilisation: 0.4, computeShare: 0 };
    expect(savedWatts(curves, policy, reading({ frequency: 2e6 }), waiting, 1)).toBeCloseTo(0.4 * (16 - 4), 9);
    expect(savedWatts(curves, policy, reading({ frequency: 2e6, busySeconds: 2 }), work, 1)).toBeCloseTo(
      4 * 0.4 * 8,
      9,
    );
  });

  it('counts the start’s clock and the raised one apart', () => {
    // Half of the busy time at 2 GHz, the rest at 4: 10 W, and three quarters of the work of full clock.
    const split = reading({ frequency: 3e6, start: 2e6, startShare: 0.5 });
    expect(savedWatts(curves, policy, split, work, 1)).toBeCloseTo(0.4 * (16 - 10 / 0.75), 9);
  });

  it('is not told where a clock was not measured', () => {
    const known = { ...curves, measured: (_: Policy, khz: number) => khz < 4e6 };
    expect(savedWatts(known, policy, reading({ frequency: 2e6 }), work, 1)).toBeUndefined();
    expect(savedWatts(curves, policy, reading({ frequency: undefined }), work, 1)).toBeUndefined();
    expect(savedWatts(curves, policy, reading({}), work, 0)).toBeUndefined();
  });
});

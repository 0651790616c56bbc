import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantiseDown, quantiseNear, quantiseUp } from '../../src/model/operating-point.js';
import { policy } from '../governor/situation.js';

const table = { ...policy, frequencies: [4_000_000, 3_000_000, 1_800_000, 800_000] };

describe('quantise', () => {
  it('finds the operating point at or above, and at or below, in any order of the table', () => {
    expect(quantiseUp(table, 1_800_001)).toBe(3_000_000);
    expect(quantiseDown(table, 2_999_999)).toBe(1_800_000);
    expect(quantiseUp(table, 1_800_000)).toBe(1_800_000);
    expect(quantiseDown(table, 1_800_000)).toBe(1_800_000);
  });

  it('goes on with a point that is nearly right, but not with the top', () => {
    const near = (khz: number, held?: number) => quantiseNear(table, khz, held, 0.05);
    const off = 0.05 * (table.hw_max - table.hw_min);
    expect(near(1_800_001)).toBe(3_000_000);
    expect(near(1_800_000 + off, 1_800_000)).toBe(1_800_000);
    expect(near(1_800_001 + off, 1_800_000)).toBe(3_000_000);
    expect(near(1_800_001 - off, 3_000_000)).toBe(3_000_000);
    expect(near(1_800_000 - off, 3_000_000)).toBe(1_800_000);
    expect(near(2_999_999, table.hw_max)).toBe(3_000_000);
  });

  it('never leaves the hardware’s range and brackets what was asked', () => {
    fc.assert(
      fc.property(fc.constantFrom(policy, table), fc.integer({ min: 0, max: 6_000_000 }), (p, khz) => {
        const up = quantiseUp(p, khz);
        const down = quantiseDown(p, khz);
        for (const f of [up, down]) {
          expect(f).toBeGreaterThanOrEqual(p.hw_min);
          expect(f).toBeLessThanOrEqual(p.hw_max);
        }
        if (khz >= p.hw_min && khz <= p.hw_max) {
          expect(up).toBeGreaterThanOrEqual(khz);
          expect(down).toBeLessThanOrEqual(khz);
        }
      }),
    );
  });
});

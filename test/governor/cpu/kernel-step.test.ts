import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelStep, mostCareful, noStart, startOf } from '../../../src/governor/cpu/kernel-step.js';
import type { Policy } from '../../../src/model/topology.js';
import { zenTable } from '../../fixtures/trees/machines/amd-acpi-cpufreq.js';
import { policy } from '../situation.js';

const zen: Policy = { ...policy, hw_min: zenTable[0], hw_max: zenTable[2], frequencies: [...zenTable] };

/** lattice_bound() of native/include/lattice_governor.h in ms, with the longest time between two looks. */
const modules = ({ percent, us }: { percent: number; us: number }, tickMs: number): number =>
  ((us + 1000 * tickMs + 2000) * (100 - percent)) / 100 / 1000;

const machine = fc.record({
  max: fc.integer({ min: 1_000_000, max: 6_000_000 }),
  points: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 20 }),
  share: fc.double({ min: 0.1, max: 0.999, noNaN: true }),
  reached: fc.double({ min: 0.5, max: 1.6, noNaN: true }),
  most: fc.double({ min: 0.3, max: 100, noNaN: true }),
  tickMs: fc.constantFrom(1, 2, 10 / 3, 4, 10),
});

describe('a start step in the terms of the kernel’s governor', () => {
  it('holds nothing up by more than D, by the module’s own bound and by the clock that was reached', () => {
    fc.assert(
      fc.property(machine, ({ max, points, share, reached, most, tickMs }) => {
        const table = [...points.map(p => Math.round((p * max) / 100)), max];
        const made: Policy = { ...policy, hw_min: max / 10, hw_max: max, frequencies: points.length > 0 ? table : [] };
        const step = kernelStep(made, share * max, reached * max, most, tickMs);
        expect(modules(step, tickMs)).toBeLessThanOrEqual(most + 1e-9);
        const lost = step.percent === 100 ? 0 : Math.max(0, 1 - step.percent / 100 / reached);
        expect((step.us / 1000 + tickMs + 2) * lost).toBeLessThanOrEqual(most + 1e-9);
        for (const value of [step.percent, step.us]) expect(Number.isInteger(value)).toBe(true);
        expect(step.percent).toBeGreaterThanOrEqual(10);
        expect(step.percent).toBeLessThanOrEqual(100);
        expect(step.us).toBeGreaterThanOrEqual(0);
        expect(step.us).toBeLessThanOrEqual(64_000);
      }),
    );
  });

  it('starts at no lower clock than was chosen, and at the very point of a driver’s table', () => {
    for (const khz of zenTable.slice(0, 2))
      expect(startOf(kernelStep(zen, khz, zen.hw_max, 50, 4).percent, zen), `${khz}`).toBe(khz);
    fc.assert(
      fc.property(machine, ({ max, share, tickMs }) => {
        const made: Policy = { ...policy, hw_max: max, frequencies: [] };
        const { percent } = kernelStep(made, share * max, max, 100, tickMs);
        expect(startOf(percent, made)).toBeGreaterThanOrEqual(Math.floor(share * max));
      }),
    );
  });

  it('takes all of D: a µs or a percent more room is not there', () => {
    const step = kernelStep(policy, 3_000_000, policy.hw_max, 4, 4);
    expect(step).toEqual({ percent: 75, us: 10_000 });
    expect(modules({ ...step, us: step.us + 1 }, 4)).toBeGreaterThan(4);
    // No age is young enough at a quarter of the clock: the clock is higher.
    expect(kernelStep(policy, 1_000_000, policy.hw_max, 1.5, 4)).toEqual({ percent: 75, us: 0 });
    expect(kernelStep(policy, 1_000_000, policy.hw_max, 0.01, 4)).toEqual(noStart);
  });

  it('is of several the most careful in both', () => {
    expect(
      mostCareful([
        { percent: 40, us: 3000 },
        { percent: 75, us: 9000 },
      ]),
    ).toEqual({ percent: 75, us: 3000 });
    expect(mostCareful([{ percent: 40, us: 3000 }, noStart]).percent).toBe(100);
  });
});

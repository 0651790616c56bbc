import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pressure } from '../../../src/governor/budget/pressure.js';
import { working } from '../observed.js';

const tick = 0.1;

function run(pressure: Pressure, seconds: number, some: number | undefined, load: number, slowdown: number): Pressure {
  for (let i = 0; i < Math.round(seconds / tick); i++) pressure.follow(some, working(load, slowdown, tick), tick, 0.05);
  return pressure;
}

describe('pressure', () => {
  it('halves ε when more wait under the cap than at baseline clocks, an eighth at the least', () => {
    const pressure = run(new Pressure(), 20, 0.2, 0.5, 0);
    run(pressure, 10, 0.6, 0.5, 0.05);
    expect(pressure.factor).toBeCloseTo(0.5, 1);
    run(pressure, 110, 0.6, 0.5, 0.05);
    expect(pressure.factor).toBeLessThan(0.15);
    expect(pressure.factor).toBeGreaterThanOrEqual(0.125);
  });

  it('lets it recover slowly', () => {
    const pressure = run(new Pressure(), 20, 0.2, 0.5, 0);
    run(pressure, 10, 0.6, 0.5, 0.05);
    run(pressure, 60, 0.2, 0.5, 0.05);
    expect(pressure.factor).toBeLessThan(0.6);
    run(pressure, 540, 0.2, 0.5, 0.05);
    expect(pressure.factor).toBeCloseTo(Math.SQRT1_2, 1);
    run(pressure, 6000, 0.2, 0.5, 0.05);
    expect(pressure.factor).toBe(1);
  });

  it('is no news on a machine that has more work than CPUs at any clock', () => {
    const pressure = run(new Pressure(), 20, 0.98, 1, 0);
    run(pressure, 300, 1, 1, 0.05);
    expect(pressure.factor).toBe(1);
  });

  it('knows a saturated load again, though it gets less done under the cap', () => {
    const pressure = run(new Pressure(), 20, 0.3, 1, 0);
    run(pressure, 20, 0.9, 1, 0.25);
    expect(pressure.factor).toBeLessThan(1);
  });

  it('may grow as much as a queue of requests that take ε longer', () => {
    const pressure = run(new Pressure(), 20, 0.7, 0.84, 0);
    run(pressure, 300, 0.7 * 1.05 ** 2, 0.84, 0.05);
    expect(pressure.factor).toBe(1);
  });

  it('knows nothing of a load that was never seen at baseline clocks, and asks to see it while tasks wait', () => {
    const pressure = run(new Pressure(), 60, 0.9, 0.5, 0.05);
    expect(pressure.factor).toBe(1);
    expect(pressure.wantsLook).toBe(true);
    run(pressure, 4, 0.01, 0.5, 0.05);
    expect(pressure.wantsLook).toBe(false);
  });

  it('asks no more once it knows, until that is 10 minutes old', () => {
    const pressure = run(new Pressure(), 20, 0.3, 0.5, 0);
    run(pressure, 500, 0.3, 0.5, 0.05);
    expect(pressure.wantsLook).toBe(false);
    run(pressure, 110, 0.3, 0.5, 0.05);
    expect(pressure.wantsLook).toBe(true);
  });

  it('a load that looks like its neighbour under the cap is compared with that', () => {
    const pressure = run(new Pressure(), 20, 0.04, 0.349, 0);
    run(pressure, 20, 0.9, 0.351, 0.05);
    expect(pressure.factor).toBeLessThan(1);
    expect(pressure.wantsLook).toBe(false);
  });

  it('stays in range whatever comes, and is silent without PSI', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const step = fc.record({ some: fc.option(share, { nil: undefined }), load: share, slowdown: share });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), steps => {
        const pressure = new Pressure();
        for (const { some, load, slowdown } of steps) {
          run(pressure, 2, some, load, slowdown);
          expect(pressure.factor).toBeGreaterThanOrEqual(0.125);
          expect(pressure.factor).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
    expect(run(new Pressure(), 60, undefined, 1, 0.2)).toMatchObject({ factor: 1, wantsLook: false });
  });
});

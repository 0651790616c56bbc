import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfRun, genericCritical } from '../../../src/governor/power-curve/generic.js';
import { PowerCurve } from '../../../src/governor/power-curve/power-curve.js';
import { Random } from '../../../src/machine/simulated/work/random.js';

const min = 800_000;
const max = 4_600_000;
const idle = 1.2;
/** A machine whose cheapest clock lies elsewhere than the generic shape's. */
const perCpu = (khz: number): number => 3 + 12 * (khz / max) ** 3;

/** Takes `dt` s in which `busy` CPUs ran at `khz`. */
function push(curve: PowerCurve, khz: number, busy: number, watts: number, stall: number, dt: number): void {
  curve.begin();
  curve.add(khz, busy, stall);
  curve.take(watts, 0, dt);
}

/** Learns at clocks from `from` to `to`, `seconds` at each, from a meter that is off by 3 %. */
function learned(seconds: number, from = min, to = max, steps = 16): PowerCurve {
  const curve = new PowerCurve(min, max);
  const random = new Random(3, 'meter');
  for (let t = 0; t < seconds; t += 0.5)
    for (let i = 0; i < steps; i++) {
      const khz = from + ((to - from) * i) / (steps - 1);
      const busy = 0.3 + 0.7 * random.uniform();
      push(curve, khz, busy, (idle + busy * perCpu(khz)) * random.normal(1, 0.03), 0, 0.5);
    }
  return curve;
}

describe('power curve', () => {
  it('knows nothing at first', () => {
    const curve = new PowerCurve(min, max);
    expect(curve.known).toBe(false);
    expect(curve.perCpu(max)).toBeNaN();
    expect(curve.uncertainty(max)).toBe(Number.POSITIVE_INFINITY);
    expect(curve.critical(1)).toEqual({ khz: genericCritical(min, max, 1), confidence: 0, from: 'generic' });
  });

  it('learns what a CPU adds at each clock, and what the package takes without', () => {
    const curve = learned(20);
    expect(Math.abs((curve.idle ?? 0) / idle - 1)).toBeLessThan(0.25);
    for (const khz of [min, 1_800_000, 2_700_000, 3_600_000, max])
      expect(Math.abs(curve.perCpu(khz) / perCpu(khz) - 1)).toBeLessThan(0.08);
  });

  it('becomes surer with time', () => {
    expect(learned(20).uncertainty(max)).toBeLessThan(0.7 * learned(4).uncertainty(max));
  });

  it('finds the cheapest clock, here above the generic one', () => {
    const { khz, confidence, from } = learned(20).critical(1);
    const cost = (f: number): number => costOfRun(perCpu(f), f / max, 1);
    expect({ confidence, from }).toEqual({ confidence: 1, from: 'measured' });
    for (let f = min; f <= max; f += 50_000) expect(cost(khz)).toBeLessThan(1.05 * cost(f));
    expect(Math.abs(khz - genericCritical(min, max, 1))).toBeGreaterThan(200_000);
  });

  it('only bounds the generic answer by what it saw', () => {
    const seen = learned(20, 3_000_000, max).critical(1);
    expect(seen.from).toBe('bounded');
    expect(seen.khz).toBe(genericCritical(min, max, 1));
    expect(seen.confidence).toBeLessThan(1);
  });

  it('takes a dip for the work of the meter', () => {
    const curve = new PowerCurve(min, max);
    curve.begin();
    curve.take(1, 0, 10);
    for (let i = 0; i < 100; i++)
      for (const [khz, watts] of [
        [1_500_000, 9],
        [3_000_000, 5],
        [max, 16],
      ] as const)
        push(curve, khz, 1, watts, 0, 0.5);
    expect(curve.perCpu(3_000_000)).toBeGreaterThanOrEqual(curve.perCpu(1_500_000));
  });

  it('never says that a higher clock takes less, nor leaves the range, whatever it is told', () => {
    const reading = fc.record({
      khz: fc.double({ min: 0, max: 6e6 }),
      busy: fc.double({ min: 0, max: 8 }),
      watts: fc.double({ min: 0, max: 500 }),
      stall: fc.double({ min: 0, max: 1, noNaN: true }),
      dt: fc.double({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (all, beta) => {
        const curve = new PowerCurve(min, max);
        for (const { khz, busy, watts, stall, dt } of all) push(curve, khz, busy, watts, stall, dt);
        const answer = curve.criticalFrequency(beta);
        expect(answer).toBeGreaterThanOrEqual(min);
        expect(answer).toBeLessThanOrEqual(max);
        if (!curve.known) return;
        for (let k = 1; k <= 32; k++) {
          const step = (max - min) / 32;
          expect(curve.perCpu(min + k * step)).toBeGreaterThanOrEqual(curve.perCpu(min + (k - 1) * step) * (1 - 1e-9));
        }
      }),
    );
  });
});

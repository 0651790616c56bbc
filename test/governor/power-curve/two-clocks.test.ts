import { expect, test } from 'vitest';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import { joules, kilohertz, ratio, watts } from '../../../src/model/units.js';
import { policy, situation, topology } from '../situation.js';

const machine = topology();
const idle = 1.5;
/** W that one busy CPU adds. */
const perCpu = (khz: number): number => 2 + 10 * (khz / policy.hw_max) ** 3;
const interval = 0.25;

/** A CPU that is busy for `busy` of the interval, for `young` of that at `start`, and then at `top`, kHz. */
function reading(busy: number, young: number, start: number, top: number): LiveReading {
  const mean = young * start + (1 - young) * top;
  const made = situation({ busy, khz: mean, interval }).reading;
  const power = idle + busy * (young * perCpu(start) + (1 - young) * perCpu(top));
  const [seen] = made.policies;
  if (seen === undefined) throw new Error('a situation has one policy');
  return {
    ...made,
    policies: [{ ...seen, busy: ratio(busy), start: kilohertz(start), startShare: young }],
    energy: [{ domain: 'package0', energy: joules(power * interval), power: watts(power) }],
  };
}

/** Minutes mostly at work, of which the early share varies, and some rest. */
function followed(start: number, top: number, shares: readonly number[], minutes = 2): PowerCurves {
  const curves = new PowerCurves();
  for (let i = 0; i < minutes * 240; i++) {
    const young = shares[i % shares.length] ?? 0;
    curves.follow(i % 6 === 5 ? reading(0, 0, start, top) : reading(0.3 + 0.06 * (i % 7), young, start, top), machine);
  }
  return curves;
}

/** How far off the cost of a run at `start` is, as a share of that at `top`. */
function off(curves: PowerCurves, start: number, top: number): number {
  const found = curves.cost(policy, start, 1) / curves.cost(policy, top, 1);
  return Math.abs((found * perCpu(top) * start) / (perCpu(start) * top) - 1);
}

test.each([
  [1_600_000, 4_000_000],
  [2_400_000, 4_000_000],
  [3_200_000, 4_000_000],
])('intervals at %d and %d kHz come to give the power of both', (start, top) => {
  const errors = [2, 10, 60].map(minutes => {
    const curves = followed(start, top, [0.2, 0.5, 0.8, 0.4], minutes);
    expect(curves.measured(policy, start)).toBe(true);
    expect(curves.measured(policy, top)).toBe(true);
    return off(curves, start, top);
  });
  expect(errors[0]).toBeLessThan(0.2);
  expect(errors[1]).toBeLessThan(errors[0] ?? 0);
  expect(errors[2]).toBeLessThan(0.03);
});

test('an interval at the start’s clock alone gives its power, and leaves the other as it is', () => {
  const curves = followed(2_000_000, 4_000_000, [1]);
  expect(curves.measured(policy, 2_000_000)).toBe(true);
  expect(curves.measured(policy, 4_000_000)).toBe(false);
});

test('what it learned of two clocks comes back with it', () => {
  const curves = followed(2_400_000, 4_000_000, [0.2, 0.5, 0.8]);
  const other = new PowerCurves();
  other.restore(structuredClone(curves.save(machine)), machine);
  for (let i = 0; i < 40; i++) {
    const next = reading(0.5, (i % 5) / 5, 2_400_000, 4_000_000);
    for (const each of [curves, other]) each.follow({ ...next }, machine);
    for (const khz of [1_000_000, 2_400_000, 4_000_000])
      expect(other.cost(policy, khz, 1)).toBe(curves.cost(policy, khz, 1));
  }
});

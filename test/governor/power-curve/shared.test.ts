import { expect, test } from 'vitest';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import { joules, watts } from '../../../src/model/units.js';
import { Random } from '../../fixtures/random.js';
import { policy, situation, topology } from '../situation.js';

const policies = [0, 1].map(id => ({ ...policy, id, cpus: [id] }));
const machine = topology([], policies);

const idle = 0.5;
/** W that one CPU adds: steeper than the generic shape. */
const perCpu = (khz: number): number => 0.4 + 13 * (khz / policy.hw_max) ** 2.6;
const [fast, slow] = [3_600_000, 1_800_000];
const interval = 0.1;
/** Parts of an interval in which a CPU works or rests. */
const parts = 20;

/** Two CPUs whose work comes when it likes, the second one slower; `shared`: W while any is at work. Measured with 5 % of error. */
function reading(shares: readonly [number, number], shared: number, random: () => number): LiveReading {
  const cpus = [fast, slow].map((khz, i) => ({ khz, share: shares[i] ?? 0, worked: 0 }));
  let power = idle;
  for (let part = 0; part < parts; part++) {
    const working = cpus.filter(({ share }) => random() < share);
    if (working.length > 0) power += shared / parts;
    for (const cpu of working) {
      cpu.worked += 1 / parts;
      power += perCpu(cpu.khz) / parts;
    }
  }
  power *= 0.95 + 0.1 * random();
  const made = cpus.map(({ khz, worked }) => situation({ busy: worked, khz, interval }).reading);
  const seen = made.flatMap(({ policies }, id) => policies.map(one => ({ ...one, id })));
  return {
    ...situation({ interval }).reading,
    policies: seen,
    energy: [{ domain: 'package0', energy: joules(power * interval), power: watts(power) }],
  };
}

/** Rest, each of the two at work alone, then both together. */
function followed(common: boolean, shared: number): PowerCurves {
  const numbers = new Random(1);
  const random = (): number => numbers.below(2 ** 24) / 2 ** 24;
  const curves = new PowerCurves(common);
  const follow = (seconds: number, shares: () => readonly [number, number]): void => {
    for (let i = 0; i < seconds / interval; i++) curves.follow(reading(shares(), shared, random), machine);
  };
  follow(30, () => [0.01, 0.01]);
  follow(30, () => [0.02, 0.4 + 0.5 * random()]);
  follow(30, () => [0.4 + 0.5 * random(), 0.02]);
  follow(60, () => [1, 1]);
  return curves;
}

/** What the slower one adds, with half of what is shared, over the truth. */
function ofSlow(curves: PowerCurves, shared: number): number {
  return ((curves.perCpu(1, slow) ?? 0) + curves.sharedWatts / 2) / (perCpu(slow) + shared / 2);
}

test.each([0, 0.5, 1, 2])('tells %d W that CPUs share from what each adds', shared => {
  const curves = followed(true, shared);
  expect(Math.abs(curves.sharedWatts - shared)).toBeLessThan(0.25);
  expect(curves.idleWatts).toBeCloseTo(idle, 1);
  expect(Math.abs(ofSlow(curves, shared) - 1)).toBeLessThan(0.05);
});

test('without being told to, takes what is shared for a part of each', () => {
  const curves = followed(false, 2);
  expect(curves.sharedWatts).toBe(0);
  expect(ofSlow(curves, 2)).toBeGreaterThan(1.1);
});

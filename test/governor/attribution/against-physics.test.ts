import { expect, test } from 'vitest';
import { attribute } from '../../../src/governor/attribution/attribute.js';
import { clockPower } from '../../../src/governor/attribution/clock-power.js';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import { joules, ratio, watts } from '../../../src/model/units.js';
import { madeUse } from '../../fixtures/made-task.js';
import { Random } from '../../fixtures/random.js';
import { LAPTOP as L } from '../../rig/physics/laptop.js';
import { addedWatts, type CoreStep, coreEnergy, stallShare, uncoreEnergy } from '../../rig/physics/power.js';
import { policy, situation, topology } from '../situation.js';

const policies = [0, 1].map(id => ({ ...policy, id, cpus: [id], hw_min: L.minKhz, hw_max: L.maxKhz }));
const machine = topology([], policies);
const clocks = [3_800_000, 1_800_000];
const celsius = 55;
const memory = 0.2;
const interval = 0.1;
/** Steps of physics in an interval. */
const parts = 20;
const dt = interval / parts;

/** Three loads: the share of their CPU's time that they run. A fourth task has what is left of the slow CPU. */
const loads = [
  { name: 'batch', cpu: 0, share: 0.65 },
  { name: 'video', cpu: 0, share: 0.35 },
  { name: 'slow', cpu: 1, share: 0.4 },
  { name: 'rest', cpu: 1, share: 0.6 },
];

/** The rig's laptop without its emulation: energy by physics, readings with 10 % of error and stalls as they are. */
function laptop(common: boolean) {
  const numbers = new Random(1);
  const random = (): number => numbers.below(2 ** 24) / 2 ** 24;
  const curves = new PowerCurves(common);
  let used = 0;
  let shared = 0;
  const step = (shares: readonly number[]): readonly CoreStep[] => {
    const worked = [0, 0];
    let energy = 0;
    let steps: CoreStep[] = [];
    for (let part = 0; part < parts; part++) {
      steps = clocks.map((khz, cpu) => {
        const share = random() < (shares[cpu] ?? 0) ? 1 : 0;
        worked[cpu] = (worked[cpu] ?? 0) + share / parts;
        return { khz, share, stall: stallShare(memory, khz), wakes: random() < 0.05 ? 1 : 0 };
      });
      energy += steps.reduce((sum, one) => sum + coreEnergy(one, celsius, dt), 0) + uncoreEnergy(steps, dt);
    }
    const seen = energy * (0.95 + 0.1 * random());
    const made = clocks.map((khz, cpu) => situation({ busy: worked[cpu] ?? 0, khz, interval }).reading);
    const reading: LiveReading = {
      ...situation({ interval }).reading,
      policies: made.flatMap(({ policies: all }, id) =>
        all.map(one => {
          const work = one.work.map(cpu => ({ ...cpu, stall: ratio(stallShare(memory, clocks[id] ?? 0)) }));
          return { ...one, id, work };
        }),
      ),
      energy: [{ domain: 'package0', energy: joules(seen), power: watts(seen / interval) }],
    };
    curves.follow(reading, machine);
    used += energy;
    shared += curves.sharedWatts * interval;
    return steps;
  };
  return { curves, random, step, sums: () => ({ used, shared }) };
}

/** How far the account and the ratio of CPU times are off, by load, after a minute with rest and one CPU at work. */
function errors(common: boolean): { readonly account: number[]; readonly byTime: number[] } {
  const { curves, random, step, sums } = laptop(common);
  for (let i = 0; i < 300; i++) step([0.01, 0.01]);
  for (let i = 0; i < 300; i++) step([0.02, 0.4 + 0.5 * random()]);
  const before = sums();
  const truth = loads.map(() => 0);
  const seconds = 60;
  for (let i = 0; i < seconds / interval; i++) {
    const steps = step([1, 1]);
    for (const [k, { cpu, share }] of loads.entries()) {
      const one = steps[cpu];
      // What CPUs share goes to those at work alike (rig/physics/owners.ts).
      if (one !== undefined)
        truth[k] =
          (truth[k] ?? 0) + share * interval * (addedWatts(one, celsius) + (L.uncoreActive - L.uncoreIdle) / 2);
    }
  }
  const after = sums();
  const uses = loads.map(({ cpu, share }) =>
    madeUse({ run: share * seconds, work: (share * seconds * (clocks[cpu] ?? 0)) / 1000 }),
  );
  const busy = policies.map(one => ({ policy: one, busy: seconds, stall: stallShare(memory, clocks[one.id] ?? 0) }));
  const packageJoules = after.used - before.used;
  const { joules: ours = [], idleJoules = 0 } = attribute(uses, {
    seconds,
    packageJoules,
    idleWatts: curves.idleWatts,
    memoryJoules: undefined,
    memoryIdleWatts: undefined,
    busySeconds: 2 * seconds,
    power: clockPower(busy, curves.perCpu, after.shared - before.shared),
  });
  expect(ours.reduce((sum, one) => sum + one, idleJoules)).toBeCloseTo(packageJoules, 6);
  const off = (value: number, k: number): number => value / (truth[k] ?? Number.NaN) - 1;
  return {
    account: ours.map(off),
    byTime: loads.map(({ share }, k) => off((share / 2) * (packageJoules - idleJoules), k)),
  };
}

test('each of three loads pays what physics gave it to 5 %, where CPU time alone is a third off and more', () => {
  const { account, byTime } = errors(true);
  const percent = (all: readonly number[]): string => all.map(x => `${(100 * x).toFixed(1)} %`).join(', ');
  console.log(`batch, video, slow, rest: the account ${percent(account)}; by CPU time ${percent(byTime)}`);
  for (const [k, error] of account.entries()) {
    expect(Math.abs(error)).toBeLessThan(0.05);
    expect(Math.abs(byTime[k] ?? 0)).toBeGreaterThan(0.3);
  }
});

test('the curves of the rules, which do not tell apart what CPUs share, are further off', () => {
  expect(Math.max(...errors(false).account)).toBeGreaterThan(0.1);
});

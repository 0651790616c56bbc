import { expect, test } from 'vitest';
import { CoreGroup, PowerPackage } from '../../../src/governor/power-curve/package.js';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import { joules, watts } from '../../../src/model/units.js';
import { policy, situation, topology } from '../situation.js';

const perCpu = 12;

function made() {
  const group = new CoreGroup(undefined);
  group.cover(policy);
  const pack = new PowerPackage(0);
  pack.groups.push(group);
  const follow = (busy: number, interval: number, idle: number): void => {
    const [seen] = situation({ busy, khz: policy.hw_max, interval }).reading.policies;
    if (seen === undefined) throw new Error('a situation has one policy');
    pack.begin();
    pack.see(group, seen);
    pack.take((idle + busy * perCpu) * interval, interval, true);
  };
  return { curve: group.curve, follow };
}

test.each([1, 20])('an hour at rest in intervals of %d s teaches what the package draws then', interval => {
  const { curve, follow } = made();
  for (let i = 0; i < 240; i++) follow((i % 5) / 5, 0.25, 3);
  expect(curve.idle).toBeCloseTo(3, 1);
  for (let t = 0; t < 3600; t += interval) follow(0.001, interval, 1);
  expect(curve.idle).toBeCloseTo(1, 1);
});

test('a machine learns from a long interval at rest, and from none of work', () => {
  const machine = topology();
  const curves = new PowerCurves();
  const learned = (busy: number, interval: number) => {
    const power = 3 + busy * perCpu;
    const energy = [{ domain: 'package0', energy: joules(power * interval), power: watts(power) }];
    curves.follow({ ...situation({ busy, khz: policy.hw_max, interval }).reading, energy }, machine);
    return structuredClone(curves.known());
  };
  for (let i = 0; i < 40; i++) learned((i % 5) / 5, 0.25);
  const before = learned(0.4, 0.25);
  expect(learned(0.5, 20)).toEqual(before);
  expect(learned(0.001, 20)).not.toEqual(before);
});

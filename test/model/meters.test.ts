import { describe, expect, it } from 'vitest';
import { meterOf, packageTotal, totalOf } from '../../src/model/meters.js';

type Watts = Readonly<Record<string, number>>;
const mapped = (watts: Watts) => new Map(Object.entries(watts));

describe('the total', () => {
  it.each<[string, Watts, string | undefined, number, ('whole' | 'at least')?]>([
    ['a laptop', { package0: 10, 'package0.core': 6, 'package0.uncore': 1 }, 'packages', 10],
    [
      'two packages of two dies (hidden behind "not measured")',
      { 'package0.die0': 40, 'package0.die1': 30, 'package1.die0': 20, 'package1.die1': 10 },
      'packages',
      100,
    ],
    ['dies beside their package', { package0: 70, 'package0.die0': 40, 'package0.die1': 30 }, 'packages', 70],
    [
      'a server with memory',
      { package0: 60, package1: 60, 'package0.dram': 20, 'package1.dram': 20 },
      'packages and memory',
      160,
    ],
    ['memory of dies', { 'package0.die0': 40, 'package0.die0.dram': 5 }, 'packages and memory', 45],
    ['a platform that never moves', { package0: 30, 'package0.dram': 2, psys: 0 }, 'packages and memory', 32],
    ['a platform that sees a part', { package0: 30, psys: 4 }, 'packages', 30],
    ['a platform that is trusted', { package0: 30, 'package0.dram': 2, psys: 45 }, 'psys', 45],
    ['one platform, seen by two packages', { package0: 30, package1: 30, psys: 90, psys1: 20 }, 'psys', 90],
    ['only the platform', { psys: 12 }, 'psys', 12],
    ['the registers of a package a second time', { package0: 30, 'package0.mmio': 30 }, 'packages', 30],
    ['a package that stands still beside one that moves', { package0: 30, package1: 0 }, 'packages', 30, 'at least'],
    ['only cores', { 'package0.core': 8, package0: 0 }, 'cores', 8, 'at least'],
    ['nothing moves', { package0: 0, psys: 0 }, undefined, 0],
    ['nothing', {}, undefined, 0],
    ['a battery and a GPU are no part of it', { 'battery.out': 9, gpu0: 100, package0: 5 }, 'packages', 5],
  ])('%s', (_, watts, what, sum, sure = 'whole') => {
    const values = mapped(watts);
    expect(totalOf(meterOf(values), values)).toEqual(what === undefined ? undefined : { what, sum, sure });
  });

  it('is not known while one of its counters is missing', () => {
    const meter = meterOf(mapped({ package0: 30, package1: 30 }));
    expect(totalOf(meter, mapped({ package0: 30 }))).toBeUndefined();
  });

  it('stays with a platform that says a little less for a while, and not with one that stops', () => {
    const meter = meterOf(mapped({ package0: 30, psys: 31 }));
    expect(meterOf(mapped({ package0: 30, psys: 27 }), meter)?.what).toBe('psys');
    expect(meterOf(mapped({ package0: 30, psys: 10 }), meter)?.what).toBe('packages');
  });
});

it('a package is the sum of its dies where it has no counter of its own', () => {
  const dies = mapped({ 'package1.die0': 2, 'package1.die1': 3, 'package1.die0.dram': 9, 'package10.die0': 7 });
  expect(packageTotal(1, dies)).toBe(5);
  expect(packageTotal(0, dies)).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import type { Sum } from '../../src/journal/query/history.js';
import { accountOf } from '../../src/report/account.js';
import { groupUses } from '../../src/report/groups.js';
import { under } from '../journal/support.js';

const free = { pricePerKwh: undefined, currency: 'EUR', co2GramsPerKwh: undefined };
const wh = 3_600_000;

const sum = (name: string, over: Partial<Sum> = {}): Sum => ({
  kind: 'energy',
  name,
  integral: wh,
  measuredMs: 3_600_000,
  min: 1,
  max: 2,
  ...under,
  ...over,
});

describe('account', () => {
  it.each([
    [['package0', 'package0.dram', 'package1', 'battery.out'], 'packages and memory', 3],
    [['package0', 'package0.dram', 'gpu0'], 'packages, memory and GPUs', 3],
    [['package0.die0', 'package0.die1', 'package0.die0.core'], 'packages', 2],
    [['package0', 'gpu0', 'gpu0.memory'], 'packages and GPUs', 2],
    [['package0', 'psys', 'gpu0'], 'psys', 1],
    [['gpu1'], 'GPUs', 1],
    [['battery.out'], 'battery.out', 1],
    [[], '', 0],
  ])('of %j counts %s, nothing twice', (names, metered, wattHours) => {
    expect(
      accountOf(
        names.map(name => sum(name)),
        free,
      ),
    ).toMatchObject({ metered, wattHours, cost: null, co2Grams: null });
  });

  it('tells price and CO₂ where they are known, also when they are nothing', () => {
    const kwh = [sum('package0', { integral: 1000 * wh })];
    expect(accountOf(kwh, { pricePerKwh: 0.32, currency: '€', co2GramsPerKwh: 0 })).toMatchObject({
      cost: 0.32,
      co2Grams: 0,
    });
  });

  it('tells throttling only where it is watched', () => {
    expect(accountOf([], free).throttledSeconds).toBeNull();
    const throttled = sum('package0', { kind: 'throttled', integral: 90_000 });
    expect(accountOf([throttled, sum('package1', { kind: 'throttled', integral: 0 })], free)).toMatchObject({
      throttledSeconds: 90,
      throttleWatchedSeconds: 7200,
    });
  });

  it('tells what the battery gave in cycles of what it holds, all batteries together', () => {
    const hour = 3_600_000;
    const full = (name: string, mWh: number, ms: number): Sum =>
      sum(name, { kind: 'capacity', integral: mWh * ms, measuredMs: ms });
    const sums = [
      sum('battery.out', { integral: 30 * wh }),
      sum('battery.out', { source: 'battery', integral: 10 * wh }),
      sum('battery.in', { integral: 44 * wh }),
    ];
    expect(accountOf(sums, free).battery).toEqual({
      outWattHours: 40,
      inWattHours: 44,
      fullWattHours: null,
      cycles: null,
    });
    const known = [...sums, full('BAT0', 50_000, hour), full('BAT0', 60_000, hour), full('BAT1', 25_000, 7)];
    expect(accountOf(known, free).battery).toMatchObject({ fullWattHours: 80, cycles: 0.5 });
  });
});

describe('what ages and turns', () => {
  const hour = 3_600_000;
  const of = (kind: Sum['kind'], name: string, value: number, max = value): Sum =>
    sum(name, { kind, integral: value * hour, measuredMs: hour, max });

  it('each battery by its mean health and its last count of cycles, whatever of the two it tells', () => {
    const sums = [
      of('health', 'BAT1', 870),
      of('health', 'BAT1', 860),
      of('cycles', 'BAT1', 411, 412),
      of('cycles', 'BAT0', 9),
    ];
    expect(accountOf(sums, free).aged).toEqual([
      { name: 'BAT0', health: null, cycles: 9 },
      { name: 'BAT1', health: 86.5, cycles: 412 },
    ]);
  });

  it('fans by their mean and the most, without sockets that never turned', () => {
    const sums = [of('fan', 'thinkpad.fan1', 2000, 4100), of('fan', 'nct6798.fan2', 0)];
    expect(accountOf(sums, free).fans).toEqual([{ name: 'thinkpad.fan1', mean: 2000, most: 4100 }]);
    expect(accountOf([], free)).toMatchObject({ fans: [], aged: [] });
  });
});

describe('groups', () => {
  it('tell observed time from governed time, and keep sources apart', () => {
    const sums = [
      sum('package0'),
      sum('package0', { mode: 'observe', integral: 2 * wh }),
      sum('package0', { source: 'battery', integral: 4 * wh }),
    ];
    const told = (by: 'profile' | 'source' | 'governor'): unknown =>
      groupUses(sums, { from: 0, until: 1 }, by)
        .filter(u => u.domain === 'package0')
        .map(u => [u.group, u.joules / 3600]);
    expect(told('profile')).toEqual([
      ['balanced', 5],
      ['balanced (observed)', 2],
    ]);
    expect(told('source')).toEqual([
      ['battery', 4],
      ['mains', 3],
    ]);
    expect(told('governor')).toEqual([
      ['schedutil', 5],
      ['schedutil (observed)', 2],
    ]);
  });
});

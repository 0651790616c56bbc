import { describe, expect, it } from 'vitest';
import { EnergyMeter } from '../../../src/daemon/tasks/energy-meter.js';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import { ratio } from '../../../src/model/units.js';
import { machineOf, readingOf, type Said } from '../read.js';

interface Step extends Said {
  readonly busySeconds?: number;
  readonly busy?: number;
}

const unseenWork = {
  cpu: 0,
  bunching: undefined,
  cycles: undefined,
  instructions: undefined,
  cacheMisses: undefined,
  stall: undefined,
};

function metered(packages: readonly number[] = [0]) {
  const meter = new EnergyMeter();
  const machine = machineOf(1);
  const cpus = packages.map((number, id) => ({ ...machine.topology.cpus[0], id, package: number }));
  const topology = { ...machine.topology, cpus } as typeof machine.topology;
  const stages = { power: new PowerCurves(), description: { ...machine, topology } };
  const take = ({ busySeconds, busy, ...said }: Step): void => {
    const reading = readingOf({ khz: [2_000_000], ...said });
    const policies = reading.policies.map(p => ({ ...p, busySeconds, busy: busy as typeof p.busy }));
    meter.measured({ reading: { ...reading, policies }, stages });
  };
  return { meter, take };
}

describe('EnergyMeter', () => {
  it('counts the packages’ energy, memory’s beside it, and CPU time', () => {
    const { meter, take } = metered([0, 1]);
    const from = meter.mark();
    take({ watts: { package0: 5, package1: 3, 'package0.dram': 2, psys: 20 }, busySeconds: 0.5 });
    take({ watts: { package0: 7, package1: 3, 'package0.dram': 2 }, busySeconds: 0.25 });
    const drawn = meter.between(from, meter.mark());
    expect(drawn).toMatchObject({ seconds: 2, packageJoules: 18, memoryJoules: 4, busySeconds: 0.75 });
    expect(drawn.idleWatts).toBeUndefined();
  });

  it('tells nothing of what no sample told', () => {
    const { meter, take } = metered([0, 1]);
    take({ watts: { package0: 5, package1: 3 }, busySeconds: 0.5 });
    const from = meter.mark();
    take({ watts: { package0: 5 } });
    expect(meter.between(from, meter.mark())).toMatchObject({
      packageJoules: undefined,
      memoryJoules: undefined,
      busySeconds: undefined,
    });
  });

  it('learns what CPUs share, and gives each second of CPU time as much of it', () => {
    const meter = new EnergyMeter();
    const machine = machineOf(2);
    const cpus = machine.topology.cpus.map(cpu => ({ ...cpu, package: 0 }));
    const stages = { power: new PowerCurves(), description: { ...machine, topology: { ...machine.topology, cpus } } };
    const khz = [3_600_000, 1_800_000];
    const [common, idle, own] = [2, 1, [10, 3]];
    const take = (shares: readonly number[], learning = true): void => {
      const power = idle + common * Math.max(...shares) + own.reduce((sum, w, i) => sum + w * (shares[i] ?? 0), 0);
      const reading = readingOf({ khz, watts: { package0: power } });
      const policies = reading.policies.map((p, i) => {
        const busy = ratio(shares[i] ?? 0);
        const work = [{ ...unseenWork, busy }];
        return { ...p, busy, busySeconds: busy, work };
      });
      meter.measured({ reading: { ...reading, policies }, stages }, learning);
    };
    const blind = meter.mark();
    take([1, 1], false);
    const generic = meter.between(blind, meter.mark()).power;
    for (let i = 0; i < 60; i++)
      for (const shares of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ])
        take(shares);
    const from = meter.mark();
    for (let i = 0; i < 10; i++) take([1, 1]);
    const { power, idleWatts } = meter.between(from, meter.mark());
    expect(idleWatts).toBeCloseTo(idle, 1);
    expect(power(3_600_000) / power(1_800_000)).toBeCloseTo((10 + common / 2) / (3 + common / 2), 1);
    expect(generic(3_600_000)).toBeLessThan(1);
  });

  it('takes what is drawn at rest for idle', () => {
    const { meter, take } = metered();
    const from = meter.mark();
    take({ watts: { package0: 9 }, busy: 0.8 });
    take({ watts: { package0: 2, 'package0.dram': 1 }, busy: 0.01 });
    take({ watts: { package0: 8, 'package0.dram': 3 }, busy: 0.5 });
    const { idleWatts, memoryIdleWatts } = meter.between(from, meter.mark());
    expect(idleWatts).toBeCloseTo(2, 1);
    expect(memoryIdleWatts).toBe(1);
  });
});

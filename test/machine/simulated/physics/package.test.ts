import { describe, expect, it } from 'vitest';
import { cpuLoads } from '../../../../src/machine/simulated/loads/loads.js';
import { Engine } from '../../../../src/machine/simulated/physics/engine.js';
import { Package } from '../../../../src/machine/simulated/physics/package.js';
import { hybrid, laptopTurbo } from '../../../../src/machine/simulated/physics/packages.js';
import { endless, laptop, listed } from '../core/fixture.js';

const busy = (core: number) => ({ ...endless(0), core });

describe('cores in one package', () => {
  it('is the engine of the model where there is one core', () => {
    const streams = () => cpuLoads.rtapp.streams(1, 0);
    const one = new Package({ numbers: { cores: [laptop] }, governor: 'schedutil', streams: streams() });
    const engine = new Engine({ platform: laptop, governor: 'schedutil', streams: streams() });
    one.advanceTo(5000);
    engine.advanceTo(5000);
    expect(one.energy).toBe(engine.counters.energy);
    expect(one.thermal.junction).toBe(engine.thermal.junction);
  });

  it('wakes the uncore once for all of them', () => {
    const drawn = (cores: number): number => {
      const streams = Array.from({ length: cores }, (_, core) => ({ ...listed('job', [[0, 100, 0]]), core }));
      const machine = new Package({ numbers: { cores: laptopTurbo.cores }, governor: 'performance', streams });
      machine.advanceTo(1000);
      return machine.energy - machine.coreEnergy;
    };
    // Awake for the 100 ms of the work and t_pkg after; p_mem is nought for work that does not wait.
    expect(drawn(1)).toBeCloseTo(101 * laptop.p_unc_act + 899 * laptop.p_unc_idle, 6);
    expect(drawn(4)).toBe(drawn(1));
  });

  it('heats every core by the power of all', () => {
    const alone = new Package({ numbers: hybrid, governor: 'performance', streams: [busy(0)] });
    const both = new Package({ numbers: hybrid, governor: 'performance', streams: [busy(0), busy(1)] });
    alone.advanceTo(60_000);
    both.advanceTo(60_000);
    expect(both.thermal.junction).toBeGreaterThan(alone.thermal.junction + 4);
    expect(both.engines[1]?.thermal).toBe(both.thermal);
    expect(both.energy).toBeGreaterThan(alone.energy);
  });

  it('pins tasks where they say and deals the others out', () => {
    const machine = new Package({ numbers: hybrid, governor: 'performance', streams: [endless(0), busy(0)] });
    machine.advanceTo(100);
    expect(machine.engines.map(e => e.counters.busy)).toEqual([100, 0]);
    machine.assign([endless(0), endless(0)]);
    machine.advanceTo(200);
    expect(machine.engines.map(e => e.counters.busy)).toEqual([200, 100]);
  });
});

describe('what the firmware of a package lets its cores run at', () => {
  it.each([
    [1, 4.6],
    [2, 4.4],
    [3, 4.2],
    [4, 4],
  ])('%i busy cores: %d GHz', (cores, ghz) => {
    const streams = Array.from({ length: cores }, (_, i) => busy(i));
    const machine = new Package({ numbers: laptopTurbo, governor: 'performance', streams });
    machine.advanceTo(1000);
    expect(machine.engines[0].pstate.frequency).toBe(ghz * 1e6);
  });

  it('holds the package at its long-term power, once the average has reached it', () => {
    const streams = Array.from({ length: 4 }, (_, i) => busy(i));
    const machine = new Package({ numbers: laptopTurbo, governor: 'performance', streams });
    machine.advanceTo(5000);
    expect(machine.energy / 5000).toBeGreaterThan(30);
    machine.advanceTo(200_000);
    const before = machine.energy;
    machine.advanceTo(260_000);
    expect((machine.energy - before) / 60_000 / 25).toBeCloseTo(1, 1);
    expect(machine.engines[0].pstate.frequency).toBeLessThan(4_000_000);
  });
});

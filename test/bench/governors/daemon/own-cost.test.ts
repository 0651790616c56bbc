import { describe, expect, it } from 'vitest';
import { Upkeep } from '../../../../bench/governors/daemon/own-cost.js';
import { runLattice } from '../../../../bench/governors/lattice-run.js';
import { Package } from '../../../../src/machine/simulated/physics/package.js';
import { runningPower } from '../../../../src/machine/simulated/physics/power.js';
import type { Load } from '../../../../src/machine/simulated/work/job.js';
import { endless, laptop } from '../../../machine/simulated/core/fixture.js';

const cost = { sample: 0.4, tick: 0.6, measured: 0.1, look: 0, write: 0 };
const one = { ticks: 1, measured: 0, looks: 0, writes: 0 };
const top = laptop.f.length - 1;

const machine = (streams: Parameters<Package['assign']>[0]): Package => {
  const made = new Package({ numbers: { cores: [laptop] }, governor: 'performance', streams });
  made.advanceTo(1000);
  return made;
};

describe('the daemon’s own energy', () => {
  it('is that of running for so long on another core, and of the uncore if it was asleep', () => {
    const idle = machine([]);
    const own = new Upkeep(laptop, cost);
    own.charge(idle, one);
    const power = runningPower(laptop, top, 0.3, idle.thermal.junction) - laptop.p_c6 - laptop.p_unc_idle;
    const tail = laptop.t_pkg * (laptop.p_unc_act - laptop.p_unc_idle);
    expect(own.energy).toBeCloseTo((power + tail) / 1000 + 2 * laptop.e_wake, 6);
    const busy = machine([endless(0)]);
    const beside = new Upkeep(laptop, cost);
    beside.charge(busy, one);
    expect(beside.energy).toBeLessThan(own.energy);
  });

  it('is small on a quiet machine, since the daemon then looks once a second', () => {
    const nothing: Load = { name: 'nothing', qos: 'latency', streams: () => [] };
    const work = { load: nothing, seed: 1, length: 120_000 };
    const [used = 0, alone = 0] = [true, false].map(
      upkeep => runLattice({ machine: 'laptop' }, { base: 'performance' }, work, upkeep).energy,
    );
    const idle = machine([]);
    const own = new Upkeep(laptop, { sample: 0.33, tick: 0.65, measured: 0, look: 0, write: 0 });
    own.charge(idle, one);
    const atTenHertz = own.energy * 10 * 120;
    expect(used).toBeGreaterThan(alone);
    expect(used - alone).toBeLessThan(0.2 * atTenHertz);
  });
});

import type { WriteResult } from '../../../../src/governor/custody/control-state.js';
import { describe } from '../../../../src/machine/simulated/describe.js';
import { Keeper } from '../../../../src/machine/simulated/keeper.js';
import type { MachineName } from '../../../../src/machine/simulated/machines.js';
import { simulatedSignals } from '../../../../src/machine/simulated/signals.js';
import { World } from '../../../../src/machine/simulated/world.js';
import type { Description } from '../../../../src/model/description.js';
import type { GpuProgress } from '../../../../src/model/gpu-progress.js';
import type { Sample } from '../../../../src/model/sensing/sample.js';
import type { ControlValue } from '../../../../src/model/signals.js';
import { nanoseconds } from '../../../../src/model/units.js';

/** A machine that does what it is told, as far as rules can see. */
export interface Machine {
  readonly description: Description;
  /** The next one. */
  sample(): { readonly sample: Sample; readonly progress: readonly GpuProgress[] };
  set(writes: Readonly<Record<string, ControlValue>>): Readonly<Record<string, WriteResult>>;
}

const periodMs = 100;
const noLease = 60;

/** One of the simulated machines, ten samples a second. */
export function simulatedMachine(platform: MachineName, seed: number): Machine {
  // Somebody else's writes, and a night, make custody and heat models do more than hold.
  const world = new World({
    platform,
    seed,
    noise: 0.05,
    foreign: [{ at: 8, control: 'policy0.max_freq', value: 2_000_000 }],
    suspends: [{ at: 15, seconds: 30 }],
  });
  const keeper = new Keeper(world.settings, { 'policy0.min_freq': 'EIO' });
  const signals = simulatedSignals(world);
  const specs = signals.map(s => s.spec);
  let due = 0;
  return {
    description: describe(world, specs, { boot: 'boot', epoch: 1, baseline: {} }),
    sample() {
      due += periodMs;
      while (world.now < due) world.advanceTo(due);
      const values = Float64Array.from(signals, s => s.read());
      return { sample: { at: nanoseconds(world.now * 1e6), epoch: 1, values }, progress: [] };
    },
    set: writes => keeper.set(writes, world.now, noLease),
  };
}

/**
 * Our daemon's own code in closed loop with the simulated machine: sample, tick, write, as in src/daemon/loop/loop.ts at 10 Hz, with the outcome of a
 * write 2 ms after its tick. Only the timers and the process boundary are left out.
 */
import { pipelineFor } from '../../src/engine/pipeline.js';
import { tick } from '../../src/engine/tick.js';
import type { Rule } from '../../src/governor/arbitration/rule.js';
import { describe } from '../../src/machine/simulated/describe.js';
import type { GovernorName } from '../../src/machine/simulated/firmware/kernel-governor.js';
import { Keeper } from '../../src/machine/simulated/keeper.js';
import type { MachineName } from '../../src/machine/simulated/machines.js';
import { simulatedSignals } from '../../src/machine/simulated/signals.js';
import type { Meter } from '../../src/machine/simulated/work/busy-ladder.js';
import { World } from '../../src/machine/simulated/world.js';
import type { Promised } from '../../src/model/people/promise.js';
import { nanoseconds } from '../../src/model/units.js';
import { Heat } from './heat.js';
import { JobLog } from './job-log.js';
import type { Outcome } from './outcome.js';
import { tasksOf, type Work } from './workload.js';

const asked = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
const period = 100;
const writeLatency = 2;
const counterNoise = 0.05;
/** Longer than any run: the lease is not part of the measurement. */
const lease = 60;
/** The daemon writes at most 8 times a second. */
const betweenWrites = 125;

export interface Variant {
  /** The kernel governor under it. */
  readonly base: GovernorName;
  readonly rules?: () => Rule[];
  readonly meter?: () => Meter;
  /** Signals that this machine lacks. */
  readonly hide?: RegExp;
  /** In percent where nothing is said. */
  readonly promised?: Promised;
}

export function runLattice(
  platform: MachineName,
  { base, rules, meter, hide, promised = { in: 'percent' } }: Variant,
  work: Work,
  numbers?: World['platform']['numbers'],
): Outcome {
  const log = new JobLog();
  const world = new World({
    platform,
    numbers,
    governor: base,
    seed: work.seed,
    streams: tasksOf(work),
    observer: log.observe,
    unplug: null,
    noise: counterNoise,
    meter,
  });
  const { settings } = world;
  const keeper = new Keeper(settings, {});
  const signals = simulatedSignals(world).filter(s => !hide?.test(s.spec.name));
  const description = describe(
    world,
    signals.map(s => s.spec),
    { boot: 'bench', epoch: 1, baseline: {} },
  );
  const stages = pipelineFor(description, undefined, true, rules);
  const requested = { ...asked, promised };
  const heat = new Heat(world.platform.numbers.trip);
  const { jobs } = work;
  const done = (): boolean => (jobs === undefined ? world.now >= work.length : log.responses.length >= jobs);
  let writes = 0;
  let wrote = Number.NEGATIVE_INFINITY;
  let energy = 0;
  for (let due = 0; !done(); due += period) {
    while (world.now < due && !done())
      world.advanceTo(Math.min(due, world.now + (jobs !== undefined && jobs - log.responses.length <= 1 ? 1 : period)));
    energy = world.energy;
    if (done()) break;
    heat.take(world.package);
    const at = nanoseconds(world.now * 1e6);
    const values = Float64Array.from(signals, s => s.read());
    const plan = tick(stages, { at, epoch: 1, values }, requested);
    if (Object.keys(plan.writes).length === 0 || world.now - wrote < betweenWrites) continue;
    wrote = world.now;
    stages.custody.sent(plan.writes, at);
    world.advanceTo(world.now + writeLatency);
    const results = keeper.set(plan.writes, world.now, lease);
    stages.custody.settled(results, at);
    writes++;
  }
  return {
    ...log.served(),
    energy,
    length: jobs === undefined ? world.now : log.finished,
    transitions: world.package.engines.reduce((sum, e) => sum + e.counters.transitions, 0),
    writes,
    ...heat.figures,
  };
}

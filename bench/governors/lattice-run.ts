/**
 * Our daemon's own code in closed loop with the simulated machine: sample, tick, write, as in src/daemon/loop/loop.ts, with the outcome of a write 2
 * ms after its tick. Samples come when the helper sends them (sampling.ts): at 10 Hz where something happens, in batches where nothing does. Only the
 * timers and the process boundary are left out.
 */
import { pipelineFor } from '../../src/engine/pipeline.js';
import { type Tick, tick } from '../../src/engine/tick.js';
import { Undecided } from '../../src/engine/undecided.js';
import type { Rule } from '../../src/governor/arbitration/rule.js';
import { defaultCadence } from '../../src/machine/cadence.js';
import { Relaxation } from '../../src/machine/relaxation.js';
import { Bands } from '../../src/machine/simulated/bands.js';
import { describe } from '../../src/machine/simulated/describe.js';
import type { GovernorName } from '../../src/machine/simulated/firmware/kernel-governor.js';
import type { Firmware } from '../../src/machine/simulated/firmware/preference.js';
import { Keeper } from '../../src/machine/simulated/keeper.js';
import type { MachineName } from '../../src/machine/simulated/machines.js';
import type { PlatformNumbers } from '../../src/machine/simulated/physics/platform.js';
import { Sampling } from '../../src/machine/simulated/sampling.js';
import { simulatedSignals } from '../../src/machine/simulated/signals.js';
import type { Meter } from '../../src/machine/simulated/work/busy-ladder.js';
import { World } from '../../src/machine/simulated/world.js';
import { TaskLooks } from '../../src/machine/task-looks.js';
import type { PowerSource } from '../../src/model/people/profiles.js';
import type { Promised } from '../../src/model/people/promise.js';
import type { Sample } from '../../src/model/sensing/sample.js';
import { nanoseconds } from '../../src/model/units.js';
import { ownCost, Upkeep } from './daemon/own-cost.js';
import { Heat } from './heat.js';
import { type TaskHint, Told } from './hints/told.js';
import { JobLog } from './job-log.js';
import type { Outcome } from './outcome.js';
import { closedNames, tasksOf, type Work } from './workload.js';

const asked = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
const period = 1000 / defaultCadence.activeHz;
const writeLatency = 2;
const counterNoise = 0.05;
/** Longer than any run: the lease is not part of the measurement. */
const lease = 60;
/** The daemon writes at most 8 times a second. */
const betweenWrites = 125;

/** The machine under the daemon. */
export interface Host {
  readonly machine: MachineName;
  readonly numbers?: PlatformNumbers | undefined;
  /** What picks the clock; without it the kernel's governor does. */
  readonly firmware?: Firmware | undefined;
  /** Mains by default. */
  readonly source?: PowerSource | undefined;
  /** What it is promised; percent by default. */
  readonly promise?: Promised['in'] | undefined;
}

/** Up, and down again. */
const writesOfRaise = 2;
/** The looks at a stretch that ended before it was raised cost as much as one write. */
const raisesOf = ({ package: { engines } }: World): number =>
  engines.reduce((sum, { reflex }) => sum + reflex.raises + reflex.spared / writesOfRaise, 0);

export interface Variant {
  /** The kernel governor under it, where the kernel picks the clock. */
  readonly base: GovernorName;
  readonly rules?: () => Rule[];
  readonly meter?: () => Meter;
  /** Signals that this machine lacks. */
  readonly hide?: RegExp;
  /** Instead of the machine's. */
  readonly promised?: Promised;
  /** What tasks of the load say of themselves. */
  readonly hints?: readonly TaskHint[];
  /** False: nothing is known of tasks, as where there is no BPF. */
  readonly tasks?: boolean;
}

/** `upkeep` false: the daemon looks at 10 Hz all the time, and costs nothing. */
export function runLattice(
  host: Host,
  { base, rules, meter, hide, hints = [], promised = { in: host.promise ?? 'percent' }, tasks = true }: Variant,
  work: Work,
  upkeep = true,
): Outcome {
  const { machine, numbers, firmware, source } = host;
  const log = new JobLog();
  const told = new Told(hints);
  const world = new World({
    platform: machine,
    numbers,
    firmware,
    governor: firmware === undefined ? base : 'powersave',
    seed: work.seed,
    streams: tasksOf(work),
    observer: told.observing(log.observe),
    unplug: source === 'battery' ? { at: 0, seconds: Number.POSITIVE_INFINITY } : null,
    noise: counterNoise,
    meter,
  });
  world.advanceTo(0);
  const { settings } = world;
  const keeper = new Keeper(settings, {});
  const signals = simulatedSignals(world).filter(s => !hide?.test(s.spec.name));
  const specs = signals.map(s => s.spec);
  const stages = pipelineFor(describe(world, specs, { boot: 'bench', epoch: 1, baseline: {} }), undefined, true, rules);
  const sampling = new Sampling(new Bands(specs));
  sampling.set(defaultCadence);
  const relaxation = new Relaxation();
  const undecided = new Undecided();
  const looks = new TaskLooks();
  let last: Tick | undefined;
  const requested = { ...asked, promised };
  const heat = new Heat(world.platform.numbers.trip);
  const own = upkeep ? new Upkeep(world.platform.numbers, ownCost) : undefined;
  const { jobs } = work;
  const closed = closedNames(work);
  const left = (): number => (jobs === undefined ? Number.POSITIVE_INFINITY : jobs - log.count(closed));
  const done = (): boolean => (jobs === undefined ? world.now >= work.length : left() <= 0);
  let writes = 0;
  let wrote = Number.NEGATIVE_INFINITY;
  let askAt = Number.POSITIVE_INFINITY;
  let energy = 0;
  let raised = 0;
  for (let due = 0; !done(); ) {
    while (world.now < due && !done()) world.advanceTo(Math.min(due, world.now + (left() <= 1 ? 1 : period)));
    energy = world.energy + (own?.energy ?? 0);
    if (done()) break;
    heat.take(world.package);
    const now = world.now;
    world.sampled();
    const sample: Sample = { at: nanoseconds(now * 1e6), epoch: 1, values: Float64Array.from(signals, s => s.read()) };
    if (now >= askAt) {
      askAt = Number.POSITIVE_INFINITY;
      sampling.ask();
    }
    const batch = upkeep ? sampling.take(sample, now) : [sample];
    due = upkeep ? Math.min(askAt, Math.ceil(sampling.after(due, now))) : due + period;
    let plan: Tick | undefined;
    let ticks = 0;
    const run = (one: Sample | undefined): void => {
      if (one === undefined) return;
      plan = last = tick(stages, one, requested, told.mover(requested.profile, world.now), undefined, looks.view);
      relaxation.follow(plan);
      looks.follow(plan.reading.cpuPressure, plan.reading.interval);
      ticks++;
    };
    let measured = 0;
    for (const one of batch) {
      const left = batch.length > 1 && last !== undefined && undecided.take(stages, one, last.answered) !== undefined;
      if (left) measured++;
      else {
        run(undecided.settle(stages));
        run(one);
      }
    }
    run(undecided.settle(stages));
    sampling.set(relaxation.of(defaultCadence));
    const look = tasks && looks.due(now / 1000);
    if (look) looks.take(world.tasks(), now / 1000);
    const wanted = plan === undefined ? {} : plan.writes;
    const late = now - wrote < betweenWrites;
    const changes = late ? 0 : Object.keys(wanted).length;
    const raises = raisesOf(world);
    own?.charge(world.package, {
      ticks,
      measured,
      looks: look ? 1 : 0,
      writes: changes + writesOfRaise * (raises - raised),
    });
    raised = raises;
    if (upkeep && late && Object.keys(wanted).length > 0) {
      askAt = Math.min(askAt, now + betweenWrites);
      due = Math.min(due, askAt);
    }
    if (changes === 0) continue;
    wrote = now;
    stages.custody.sent(wanted, sample.at);
    world.advanceTo(now + writeLatency);
    const results = keeper.set(wanted, world.now, lease);
    stages.custody.settled(results, sample.at);
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

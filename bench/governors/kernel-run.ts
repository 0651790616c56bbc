import type { KernelGovernor } from '../../src/machine/simulated/firmware/governor-contract.js';
import type { GovernorName } from '../../src/machine/simulated/firmware/kernel-governor.js';
import { Package, type PackageNumbers } from '../../src/machine/simulated/physics/package.js';
import type { PlatformNumbers } from '../../src/machine/simulated/physics/platform.js';
import { Heat } from './heat.js';
import { JobLog } from './job-log.js';
import type { Outcome } from './outcome.js';
import { closedNames, tasksOf, type Work } from './workload.js';

const step = 100;

/** An operating point of the first core's table: a fixed one, or a function that chooses it each time it sees the machine. */
export type Ceiling = number | ((machine: Package) => number);

/**
 * A kernel governor alone, with the limits wide open, or with the maximum held at an operating point of the table (at the same relative place in the
 * tables of other cores).
 */
export function runKernel(
  platform: PlatformNumbers | PackageNumbers,
  governor: GovernorName | (() => KernelGovernor),
  work: Work,
  ceiling?: Ceiling,
): Outcome {
  const log = new JobLog();
  const numbers: PackageNumbers = 'f' in platform ? { cores: [platform] } : platform;
  const machine = new Package({ numbers, governor, streams: tasksOf(work), observer: log.observe });
  const [first] = numbers.cores;
  const hold = (point: number): void => {
    for (const { pstate } of machine.engines)
      pstate.limit(0, Math.round((point / (first.f.length - 1)) * (pstate.table.length - 1)));
  };
  if (typeof ceiling === 'number') hold(ceiling);
  const heat = new Heat(first.trip);
  const { jobs } = work;
  const closed = closedNames(work);
  while (jobs === undefined ? machine.now < work.length : log.count(closed) < jobs) {
    machine.advanceTo(machine.now + (jobs === undefined || jobs - log.count(closed) > 1 ? step : 1));
    heat.take(machine);
    if (typeof ceiling === 'function') hold(ceiling(machine));
  }
  return {
    ...log.served(),
    energy: machine.energy / 1000,
    length: jobs === undefined ? machine.now : log.finished,
    transitions: machine.engines.reduce((sum, e) => sum + e.counters.transitions, 0),
    writes: 0,
    ...heat.figures,
  };
}

import { Engine } from '../../src/machine/simulated/core/engine.js';
import type { Governor, GovernorName } from '../../src/machine/simulated/core/governor.js';
import type { PlatformNumbers } from '../../src/machine/simulated/core/platform.js';
import { Heat } from './heat.js';
import { JobLog } from './job-log.js';
import type { Outcome } from './outcome.js';
import { tasksOf, type Work } from './workload.js';

const step = 100;

/** A kernel governor alone, with the limits wide open, or with both held at an operating point of the table. */
export function runKernel(
  platform: PlatformNumbers,
  governor: GovernorName | Governor,
  work: Work,
  ceiling?: number,
): Outcome {
  const log = new JobLog();
  const engine = new Engine({ platform, governor, streams: tasksOf(work), observer: log.observe });
  if (ceiling !== undefined) engine.pstate.limit(0, ceiling);
  const heat = new Heat(platform.trip);
  const { jobs } = work;
  while (jobs === undefined ? engine.now < work.length : log.responses.length < jobs) {
    engine.advanceTo(engine.now + (jobs === undefined || jobs - log.responses.length > 1 ? step : 1));
    heat.take(engine);
  }
  return {
    ...log.served(),
    energy: engine.counters.energy / 1000,
    length: jobs === undefined ? engine.now : log.finished,
    transitions: engine.counters.transitions,
    writes: 0,
    ...heat.figures,
  };
}

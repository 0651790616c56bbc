/** The least energy possible for a governor that knows all future work and keeps a promise; undefined where the model does not define it. */
import type { PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import type { Logged, Served } from '../job-log.js';
import type { Outcome } from '../outcome.js';
import { budget, longMs } from '../promise/promise.js';
import { qosLoss } from '../qos.js';
import { closedNames, type Work } from '../workload.js';
import { closedDeadlineOracle, type DueTime, deadlineOracle } from './deadlines.js';
import { pricedOracle } from './priced.js';

const unknown = { transitions: 0, writes: 0, peak: Number.NaN, aboveTrip: Number.NaN };

/** Whether all work that counts comes whatever the clock is, or is one closed loop alone. Tasks that wait for each other have no order of their own. */
function shapeOf({ load, seed }: Work): 'open' | 'closed' | undefined {
  const streams = load.streams(seed, 0);
  if (load.programs !== undefined || streams.length === 0) return undefined;
  if (closedNames({ load, seed }).length === 0) return 'open';
  return streams.every(s => s.kind === 'closed') ? 'closed' : undefined;
}

/** Of the promise in percent, as model.json defines it; not if deadlines and latencies compete on one core. */
export function oracle(
  platform: PlatformNumbers,
  work: Work,
  performance: Outcome,
  slowdown: number,
): Outcome | undefined {
  if (work.load.qos === 'mixed' || shapeOf(work) === undefined) return undefined;
  if (work.load.qos === 'deadline') return { ...deadlineOracle(platform, work), ...unknown };
  const loss = (run: Served): number => qosLoss(work.load, run, performance);
  return { ...pricedOracle(platform, work, loss, slowdown), ...unknown };
}

/**
 * Of the promise in milliseconds: each answer is due `later` ms after its end under `performance`, one that is busy for long ε after. A job with a
 * deadline is due then, or if `performance` misses it, `later` ms after its end there.
 */
export function millisecondsOracle(
  platform: PlatformNumbers,
  work: Work,
  performance: Outcome,
  later: number,
): Outcome | undefined {
  if (work.load.qos === 'makespan') return oracle(platform, work, performance, budget);
  const shape = shapeOf(work);
  if (shape === undefined) return undefined;
  if (shape === 'open')
    return { ...deadlineOracle(platform, work, dueBy(performance, work.length, later)), ...unknown };
  const [name = ''] = closedNames(work);
  return { ...closedDeadlineOracle(platform, work, n => allowance(performance, name, n, later)), ...unknown };
}

const rounding = 1e-6;

function dueBy(performance: Logged, length: number, later: number): DueTime {
  return (job, n) => {
    const end = performance.streams.get(job.name)?.finished[n] ?? length;
    if (job.deadline === undefined) return end + allowance(performance, job.name, n, later);
    return end <= job.deadline + rounding ? job.deadline : end + later;
  };
}

/** ms by which the nth job may be later. */
function allowance(performance: Logged, name: string, n: number, later: number): number {
  const log = performance.streams.get(name);
  const usual = (log?.finished[n] ?? 0) - (log?.arrivals[n] ?? 0);
  return usual > longMs ? usual * budget : later;
}

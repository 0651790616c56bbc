import type { PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import type { Served } from '../job-log.js';
import type { Outcome } from '../outcome.js';
import { qosLoss } from '../qos.js';
import type { Work } from '../workload.js';
import { deadlineOracle } from './deadlines.js';
import { pricedOracle } from './priced.js';

const unknown = { transitions: 0, writes: 0, peak: Number.NaN, aboveTrip: Number.NaN };

/** The least energy possible for a governor that knows all future work, at the budget (a share) of slowdown, as model.json defines it. */
export function oracle(platform: PlatformNumbers, work: Work, performance: Outcome, budget: number): Outcome {
  if (work.load.qos === 'deadline') return { ...deadlineOracle(platform, work), ...unknown };
  const loss = (run: Served): number => qosLoss(work.load, run, performance);
  return { ...pricedOracle(platform, work, loss, budget), ...unknown };
}

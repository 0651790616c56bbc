import type { PolicyReading } from '../../model/sensing/reading.js';
import type { Policy } from '../../model/topology.js';
import { dilation } from '../features/dilation.js';
import type { PowerCurves } from './power-curves.js';
import { raisedClock } from './raised-clock.js';

/** What is known of a domain's work. */
interface Work {
  /** Share of the busiest CPU's time that it takes at full clock, over some seconds. */
  readonly utilisation: number;
  /** β. */
  readonly computeShare: number;
}

/**
 * W that a domain draws less than it would if the same work ran at full clock: per CPU at work u·(p(top) − p̄ / W), where p̄ is the mean power of its
 * busy time and W the work done in it, Σ share/δ over the clocks that it ran at. By the learned curve, which knows of computing: work that waits for
 * memory draws and saves less. Undefined where nothing was measured at these clocks. `interval`: s of the reading.
 */
export function savedWatts(
  curves: Pick<PowerCurves, 'perCpu' | 'measured'>,
  policy: Policy,
  { frequency, start, startShare = 0, busySeconds, busy }: PolicyReading,
  { utilisation, computeShare }: Work,
  interval: number,
): number | undefined {
  if (frequency === undefined || busy === undefined || !(interval > 0)) return undefined;
  const top = policy.hw_max;
  const low = Math.min(start ?? frequency, frequency);
  const split = low < frequency ? startShare : 0;
  const raised = raisedClock(frequency, low, split, top);
  let watts = 0;
  let done = 0;
  for (const [khz, share] of [
    [low, split],
    [raised, 1 - split],
  ] as const) {
    if (!(share > 0)) continue;
    if (!curves.measured(policy, khz)) return undefined;
    watts += share * (curves.perCpu(policy.id, khz) ?? Number.NaN);
    done += share / dilation(computeShare, Math.min(1, khz / top));
  }
  const full = curves.measured(policy, top) ? curves.perCpu(policy.id, top) : undefined;
  if (full === undefined || !(done > 0)) return undefined;
  const cpus = busySeconds === undefined || !(busy > 0) ? 1 : Math.max(1, busySeconds / interval / busy);
  const saved = utilisation * cpus * (full - watts / done);
  return Number.isFinite(saved) ? saved : undefined;
}

import type { Policy } from '../../model/topology.js';
import { genericPower, savedByWaiting } from '../power-curve/generic.js';

/** Of a policy's range: clocks beyond it by this share are still its own. */
const margin = 0.03;
const steps = 128;

/** A policy, how long its CPUs were busy, s, and the share of that in which they waited for memory. */
export interface BusyPolicy {
  readonly policy: Pick<Policy, 'id' | 'hw_min' | 'hw_max'>;
  readonly busy: number;
  readonly stall: number;
}

/**
 * How much power a CPU adds while it runs at a clock, in a unit of its own.
 *
 * 1. A task's mean clock is known, not its CPUs. So it is the mean over the policies whose range has that clock, by how long each was busy.
 * 2. Of a policy: what was learned (`perCpu`, W, of a CPU that computes), less what waiting for memory saves. Where that is missing for any policy, the
 *    generic shape is used for all, over the machine's highest clock.
 * 3. What CPUs share while any of them is at work (`shared`, J of the interval) goes to each second of CPU time alike: whoever is at work keeps it awake.
 *
 * What a task alone waits for memory is not known: of two tasks at one clock the one that waits more gets too much.
 * The mean over clocks is taken for the mean clock: power is convex in the clock, so a task that changes its clock a lot gets too little.
 */
export function clockPower(
  policies: readonly BusyPolicy[],
  perCpu: (id: number, khz: number) => number | undefined,
  shared = 0,
): (khz: number) => number {
  const highest = Math.max(...policies.map(p => p.policy.hw_max), 1);
  const learned = policies.length > 0 && policies.every(({ policy }) => perCpu(policy.id, policy.hw_max) !== undefined);
  const all = policies.reduce((sum, { busy }) => sum + busy, 0);
  const common = learned && all > 0 ? shared / all : 0;
  const known = new Map<number, number>();
  const exact = (khz: number): number => {
    if (!learned) return genericPower(Math.min(1, khz / highest));
    const own = policies.filter(({ policy: p }) => khz >= p.hw_min * (1 - margin) && khz <= p.hw_max * (1 + margin));
    const among = own.length > 0 ? own : policies;
    const busy = among.reduce((sum, p) => sum + p.busy, 0);
    let sum = 0;
    for (const { policy, busy: own, stall } of among) {
      const share = busy > 0 ? own / busy : 1 / among.length;
      const clock = Math.min(policy.hw_max, Math.max(policy.hw_min, khz));
      if (share > 0) sum += share * (1 - savedByWaiting * stall) * (perCpu(policy.id, clock) ?? 0);
    }
    return sum + common;
  };
  // Machines have hundreds of policies, and thousands of tasks ask.
  return khz => {
    const step = Math.round((khz / highest) * steps);
    let watts = known.get(step);
    if (watts === undefined) {
      watts = exact((step / steps) * highest);
      known.set(step, watts);
    }
    return watts;
  };
}

/**
 * The platform table for an unknown machine: how a CPU's power depends on its clock, as shares of the maximum of both.
 *
 * 1. Voltage is flat up to 0.35 of f_max and rises in a straight line from 0.55 to 1 of its maximum above.
 * 2. Power = 0.82·x·v² (switching) + 0.1·v² (leakage) + 0.08 (what is awake with the CPU), x = f/f_max: 1 at f_max.
 *
 * Source: the classic dynamic-voltage shape with the flat bottom that every table of operating points shows. Its cheapest clock for pure computing is
 * 0.36 f_max; big cores measured by kdrag0n/freqbench have theirs at 0.36 to 0.37 in the median, little ones higher.
 */
const flatUntil = 0.35;
const leastVoltage = 0.55;
const leakage = 0.1;
/** Share that is awake with the CPU. */
export const awake = 0.08;
const steps = 64;

/**
 * Share of a running CPU's power that it saves while waiting for memory: it switches less (0.6 of the switching power in THEORY's model), while
 * leakage stays and memory draws more.
 */
export const savedByWaiting = 0.4;

/** Power above idle of a CPU that computes at the share `x` of its best clock, as a share of its power at its best clock. */
export function genericPower(x: number): number {
  const v = leastVoltage + (1 - leastVoltage) * Math.max(0, (x - flatUntil) / (1 - flatUntil));
  return (1 - leakage - awake) * x * v * v + leakage * v * v + awake;
}

/** The cost of a piece of work of compute share β at the share `x` of the best clock; `watts` is the power of pure computing there. */
export function costOfRun(watts: number, x: number, computeShare: number): number {
  const longer = computeShare / x + 1 - computeShare;
  const waiting = (1 - computeShare) / longer;
  return watts * (1 - savedByWaiting * waiting) * longer;
}

/** The clock at which work of compute share β costs least, on a machine of the generic shape with clocks from `min` to `max`, in their unit. */
export function genericCritical(min: number, max: number, computeShare: number): number {
  let best = max;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= steps; k++) {
    const f = min + (k / steps) * (max - min);
    const cost = costOfRun(genericPower(f / max), f / max, computeShare);
    if (cost >= least) continue;
    least = cost;
    best = f;
  }
  return best;
}

/**
 * Kernel step: a start step in the terms of the kernel's governor (native/kmod), which knows no work and no promise.
 *
 * 1. The clock is a share of the highest in whole percent. The governor asks for that, rounded up, and the driver takes its next operating point: of all
 *    shares with the wanted point the highest that is not above it is taken, else the next one up.
 * 2. Its bound is B = (t + d)·(1 − s): s the share, t the age from which a stretch has the highest clock, d a tick of the scheduler and the time between
 *    two looks. So t = D/(1 − s) − d. Where that is below 0 the share is higher. Where turbo's clocks have one name, s is a share of what was reached.
 * 3. Regular work has the same terms: D is its room already (room.ms).
 * 4. Tunables that policies share are the most careful of all: the highest share and the lowest age, with which B is below the D of each.
 */
import type { Policy } from '../../model/topology.js';

/** What may be between two looks at most, µs: the tunable is somebody else's. */
const mostRateUs = 2000;
const least = 10;
const longestUs = 64_000;

/** Clock in percent of the highest, and the age in µs from which it is the highest. */
export interface KernelStep {
  readonly percent: number;
  readonly us: number;
}

/** Everything at the highest clock. */
export const noStart: KernelStep = { percent: 100, us: 0 };

/** The clock that the governor asks for, kHz (lattice_want(), lattice_khz()). */
const askedFor = (percent: number, { hw_max }: Policy): number =>
  Math.ceil((Math.floor((percent * 1024 + 99) / 100) * hw_max) / 1024);

/** The clock that work starts at, kHz. */
export function startOf(percent: number, policy: Policy): number {
  const asked = askedFor(percent, policy);
  const { hw_max, frequencies } = policy;
  return Math.min(hw_max, ...(frequencies.length === 0 ? [asked] : frequencies.filter(f => f >= asked)));
}

/** B in ms; `top`: kHz that was reached. */
export function boundOf({ percent, us }: KernelStep, { hw_max }: Policy, top: number, tickMs: number): number {
  if (percent >= 100) return 0;
  const share = percent / 100;
  return (us / 1000 + tickMs + mostRateUs / 1000) * (1 - Math.min(share, (share * hw_max) / top));
}

/** Work starts at `khz` and is held up by at most `most` ms. */
export function kernelStep(policy: Policy, khz: number, top: number, most: number, tickMs: number): KernelStep {
  for (let percent = percentOf(policy, khz); percent < 100; percent++) {
    // B with an age of 0 is d·(1 − s), and grows by 1 − s with each ms.
    const left = most - boundOf({ percent, us: 0 }, policy, top, tickMs);
    const each = boundOf({ percent, us: 1000 }, policy, top, tickMs) - boundOf({ percent, us: 0 }, policy, top, tickMs);
    if (left >= 0) return { percent, us: Math.min(longestUs, Math.floor((1000 * left) / each)) };
  }
  return noStart;
}

function percentOf(policy: Policy, khz: number): number {
  let percent = least;
  while (percent < 100 && askedFor(percent, policy) < khz) percent++;
  const below = percent - 1;
  const exact = askedFor(percent, policy) === khz;
  return !exact && below >= least && startOf(below, policy) === khz ? below : percent;
}

/** What tunables are to be that policies share. */
export const mostCareful = (steps: readonly KernelStep[]): KernelStep => ({
  percent: Math.max(...steps.map(s => s.percent)),
  us: Math.min(...steps.map(s => s.us)),
});

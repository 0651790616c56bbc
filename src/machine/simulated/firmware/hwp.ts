/**
 * Firmware that picks the P-state itself (Intel HWP, AMD CPPC) and takes the energy performance preference as its hint. The behaviour of real
 * firmware is not published. This is the published rule of intel_pstate's powersave without HWP (drivers/cpufreq/intel_pstate.c, get_target_pstate),
 * with what is known about the preference: it shifts how much headroom a load gets, and the firmware checks each millisecond.
 *
 * 1. Load = busy share, not corrected for the clock: EMA of 10 ms, taken each ms of running and at each wake-up.
 * 2. Ask for headroom · load · f_max: a quarter of headroom as in the kernel at EPP 128 (balance_performance), ×1 at 192 (balance_power), ×0.8 at 255
 *    (power), linear between; EPP 0 always asks for f_max.
 * 3. Up at once; down half of the way in 10 ms, as the kernel's rule goes half of the way to its previous average.
 * 4. With manners (manners.ts): the clock climbs to what is asked for, may stop half-way, and short sleeps hide a part of the load.
 */
import { Climb } from './climb.js';
import type { CpuLoad, KernelGovernor, Within } from './governor-contract.js';
import { type Manners, prompt } from './manners.js';

const fallMs = 10;
/** A sleep no longer than this is one that the firmware may overlook, ms. */
const shortSleepMs = 0.5;
const open: Within = { min: 0, max: 1 };
const headrooms = [
  { epp: 128, headroom: 1.25 },
  { epp: 192, headroom: 1 },
  { epp: 255, headroom: 0.8 },
] as const;

/** Linear between the known ones, steeper below the first: twice the load's need at EPP 1. */
export function headroomOf(epp: number): number {
  let low = { epp: 0, headroom: 2 };
  for (const high of headrooms) {
    if (epp <= high.epp)
      return low.headroom + ((epp - low.epp) / (high.epp - low.epp)) * (high.headroom - low.headroom);
    low = high;
  }
  return low.headroom;
}

export class Hwp implements KernelGovernor {
  private readonly manners: Manners;
  private readonly climb: Climb;
  private epp: number;
  private headroom: number;
  private at = 0;
  private busy = 0;
  private load = 0;
  private answer = 0;
  /** ms of running that short sleeps have yet to hide. */
  private hidden = 0;

  /** `epp`: 0 (performance) to 255 (power). */
  constructor(epp: number, manners: Manners = prompt) {
    this.manners = manners;
    this.climb = new Climb(manners);
    this.epp = epp;
    this.headroom = headroomOf(epp);
  }

  /** Another preference takes effect with the next decision. */
  prefer(epp: number): void {
    this.epp = epp;
    this.headroom = headroomOf(epp);
  }

  want({ busy }: CpuLoad, now: number, within: Within = open): number {
    if (this.epp === 0) return 1;
    const elapsed = now - this.at;
    if (elapsed > 0) {
      const ran = busy - this.busy;
      const share = Math.min(1, Math.max(0, this.seen(ran, elapsed - ran) / elapsed));
      this.load += (1 - Math.exp(-elapsed / this.manners.windowMs)) * (share - this.load);
      this.at = now;
      this.busy = busy;
      const wanted = this.headroom * this.load;
      this.answer = Math.max(wanted, wanted + (this.answer - wanted) * 0.5 ** (elapsed / fallMs));
      this.climb.towards(this.answer, ran, within);
    }
    return this.manners.rampMs === 0 ? this.answer : this.climb.clock;
  }

  /** What the firmware sees of `ran` ms of running beside `slept` ms of sleep. */
  private seen(ran: number, slept: number): number {
    const { sagMs } = this.manners;
    if (sagMs === 0) return ran;
    // What is over after a long sleep is forgotten.
    if (slept > shortSleepMs) this.hidden = 0;
    else if (slept > 1e-9) this.hidden += sagMs;
    const hidden = Math.min(this.hidden, ran);
    this.hidden -= hidden;
    return ran - hidden;
  }
}

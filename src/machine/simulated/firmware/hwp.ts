/**
 * Firmware that picks the P-state itself (Intel HWP, AMD CPPC) and takes the energy performance preference as its hint. The behaviour of real
 * firmware is not published. This is the published rule of intel_pstate's powersave without HWP (drivers/cpufreq/intel_pstate.c, get_target_pstate),
 * with what is known about the preference: it shifts how much headroom a load gets, and the firmware checks each millisecond.
 *
 * 1. Load = busy share, not corrected for the clock: EMA of 10 ms, taken each ms of running and at each wake-up.
 * 2. Ask for headroom · load · f_max: a quarter of headroom as in the kernel at EPP 128 (balance_performance), ×1 at 192 (balance_power), ×0.8 at 255
 *    (power), linear between; EPP 0 always asks for f_max.
 * 3. Up at once; down half of the way in 10 ms, as the kernel's rule goes half of the way to its previous average.
 */
import type { CpuLoad, KernelGovernor } from './governor-contract.js';

const windowMs = 10;
const fallMs = 10;
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
  private readonly epp: number;
  private readonly headroom: number;
  private at = 0;
  private busy = 0;
  private load = 0;
  private answer = 0;

  /** `epp`: 0 (performance) to 255 (power). */
  constructor(epp: number) {
    this.epp = epp;
    this.headroom = headroomOf(epp);
  }

  want({ busy }: CpuLoad, now: number): number {
    if (this.epp === 0) return 1;
    const elapsed = now - this.at;
    if (elapsed > 0) {
      const share = Math.min(1, Math.max(0, (busy - this.busy) / elapsed));
      this.load += (1 - Math.exp(-elapsed / windowMs)) * (share - this.load);
      this.at = now;
      this.busy = busy;
      const wanted = this.headroom * this.load;
      this.answer = Math.max(wanted, wanted + (this.answer - wanted) * 0.5 ** (elapsed / fallMs));
    }
    return this.answer;
  }
}

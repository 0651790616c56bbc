import type { Within } from './governor-contract.js';
import type { Manners } from './manners.js';

const inside = (x: number, { min, max }: Within): number => Math.min(Math.max(x, min), max);

/** The clock on its way to the wanted one: down at once, up as the firmware's manners say, which counts only while the CPU runs. */
export class Climb {
  /** Share of f_max. */
  clock = 0;
  private readonly manners: Manners;
  /** ms spent at the middle stop. */
  private stopped = 0;

  constructor(manners: Manners) {
    this.manners = manners;
  }

  /** The CPU ran for `ran` ms since the last call; the limits hold at once. */
  towards(wanted: number, ran: number, within: Within): void {
    const { rampMs, stop } = this.manners;
    const from = inside(this.clock, within);
    const aim = inside(wanted, within);
    let left = ran;
    if (stop !== undefined && from < stop.share) {
      this.stopped = 0;
      this.clock = Math.min(aim, Math.max(from, stop.share));
      return;
    }
    if (stop !== undefined && from === stop.share) {
      const stay = Math.min(left, stop.ms - this.stopped);
      this.stopped += stay;
      left -= stay;
    }
    this.clock = Math.min(aim, from + (rampMs === 0 ? Number.POSITIVE_INFINITY : left / rampMs));
  }
}

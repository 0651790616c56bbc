/** How often something may be done: so many times a second, and as many saved up as `burst`. */
export class Allowance {
  readonly perSecond: number;
  private readonly burst: number;
  private readonly clock: () => number;
  private left: number;
  private filledAt: number;

  /** `clock` gives milliseconds that never go back. */
  constructor(perSecond: number, burst = perSecond, clock: () => number = () => performance.now()) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.clock = clock;
    this.left = burst;
    this.filledAt = clock();
  }

  /** Whether it may be done now; then it counts as done. */
  take(): boolean {
    const now = this.clock();
    this.left = Math.min(this.burst, this.left + ((now - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = now;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}

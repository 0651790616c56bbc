/**
 * The helper's reflex (native/helper/reflex): what it does between two ticks of the daemon.
 *
 * 1. A busy stretch is busy time without a break of 1 ms. Its age is busy time; a shorter break does not reset it: many short sleeps are no rest.
 * 2. While the stretch is young, the start limits hold. The age is checked at the scheduler's tick, and early enough to raise to the usual limits
 *    before the given age.
 * 3. After the break the start limits are back.
 */

export interface Limits {
  /** Indices into the table. */
  readonly floor: number;
  readonly ceiling: number;
}

const breakMs = 1;
/** Of a kernel with 250 ticks a second. */
const schedulerTickMs = 4;

export class Reflex {
  /** Busy ms at an age below 1, 2, 4 … 64 ms. */
  readonly young = new Float64Array(7);
  raises = 0;
  /** ms with the usual limits. */
  raisedFor = 0;
  private readonly apply: (limits: Limits) => void;
  private start: Limits | undefined;
  private usual: Limits | undefined;
  private raiseMs = 0;
  private raised = false;
  private age = 0;
  private restedFor = breakMs;

  constructor(apply: (limits: Limits) => void) {
    this.apply = apply;
  }

  /** `raiseMs` 0: the usual limits hold all the time. */
  set(usual: Limits, start: Limits, raiseMs: number): void {
    this.usual = usual;
    this.start = start;
    this.raiseMs = raiseMs;
    if (raiseMs === 0) this.raised = false;
    else if (this.isOld()) this.raised = true;
    this.settle();
  }

  /** The CPU ran for `ms`. */
  ran(ms: number): void {
    this.restedFor = 0;
    for (let i = 0; i < this.young.length; i++)
      if (this.age < 2 ** i) this.young[i] = (this.young[i] ?? 0) + Math.min(ms, 2 ** i - this.age);
    this.age += ms;
    if (this.raised) this.raisedFor += ms;
  }

  /** The CPU idled for `ms`. */
  rested(ms: number): void {
    this.restedFor += ms;
    if (this.restedFor < breakMs) return;
    this.age = 0;
    if (!this.raised) return;
    this.raised = false;
    this.settle();
  }

  /** A whole millisecond of a running CPU is over. */
  tick(now: number): void {
    if (this.raiseMs === 0 || this.raised || now % schedulerTickMs !== 0 || !this.isOld()) return;
    this.raised = true;
    this.raises++;
    this.settle();
  }

  private isOld(): boolean {
    return this.age >= this.raiseMs - schedulerTickMs;
  }

  private settle(): void {
    const limits = this.raiseMs > 0 && !this.raised ? this.start : this.usual;
    if (limits !== undefined) this.apply(limits);
  }
}

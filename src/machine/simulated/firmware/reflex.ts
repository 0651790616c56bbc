/**
 * The helper's reflex (native/helper/reflex): what it does between two ticks of the daemon.
 *
 * 1. A busy stretch is busy time without a break of 1 ms. Its age is busy time; a shorter break does not reset it: many short sleeps are no rest.
 * 2. While the stretch is young, the start limits hold. Its age is looked at in each of the scheduler's ticks, and when a short break ends. From the
 *    look at which it is less than a tick short of the given age its raise is due: `reaction` after that age it gets the usual limits.
 * 3. After the break the start limits are back. A stretch that ended while its raise was due was spared it.
 */

export interface Limits {
  /** Indices into the table. */
  readonly floor: number;
  readonly ceiling: number;
}

const breakMs = 1;
/** Of a kernel with 250 ticks a second. */
const schedulerTickMs = 4;
/**
 * From the age to the written limits, ms. The helper begins 0.1 ms before the age, and an event took 0.09 ms to the file at the median of a calm
 * machine and 0.5 at the 90th percentile. So energy is not flattered; a real answer may be later by the share of up to 0.3 ms that the start costs.
 */
const reaction = 0.1;
/** ms by which a sum of spans may miss an age. */
const rounding = 1e-6;

export class Reflex {
  /** Busy ms at an age below 1, 2, 4 … 64 ms. */
  readonly young = new Float64Array(7);
  raises = 0;
  spared = 0;
  /** ms with the usual limits. */
  raisedFor = 0;
  private readonly apply: (limits: Limits) => void;
  private start: Limits | undefined;
  private usual: Limits | undefined;
  private raiseMs = 0;
  private raised = false;
  private age = 0;
  /** The age of the raise, once it is due. */
  private due = Number.POSITIVE_INFINITY;
  private restedFor = breakMs;

  constructor(apply: (limits: Limits) => void) {
    this.apply = apply;
  }

  /** `raiseMs` 0: the usual limits hold all the time. */
  set(usual: Limits, start: Limits, raiseMs: number): void {
    this.usual = usual;
    this.start = start;
    this.raiseMs = raiseMs;
    this.due = Number.POSITIVE_INFINITY;
    if (raiseMs === 0) this.raised = false;
    else if (this.age >= raiseMs) this.raised = true;
    else this.look();
    this.settle();
  }

  /** The CPU is about to run: ms after which it is raised, if it runs so long. */
  ahead(): number {
    if (this.restedFor > 0) this.look();
    return this.due - this.age;
  }

  /** The CPU ran for `ms`, not beyond the raise. */
  ran(ms: number): void {
    this.restedFor = 0;
    for (let i = 0; i < this.young.length; i++)
      if (this.age < 2 ** i) this.young[i] = (this.young[i] ?? 0) + Math.min(ms, 2 ** i - this.age);
    this.age += ms;
    if (this.raised) this.raisedFor += ms;
    if (this.age > this.due - rounding) this.raise();
  }

  /** The CPU idled for `ms`. */
  rested(ms: number): void {
    this.restedFor += ms;
    if (this.restedFor < breakMs) return;
    if (this.due < Number.POSITIVE_INFINITY) this.spared++;
    this.age = 0;
    this.due = Number.POSITIVE_INFINITY;
    if (!this.raised) return;
    this.raised = false;
    this.settle();
  }

  /** A whole millisecond of a running CPU is over. */
  tick(now: number): void {
    if (now % schedulerTickMs === 0) this.look();
  }

  private look(): void {
    const { raiseMs, raised, age } = this;
    const sees = raiseMs > 0 && !raised && this.due === Number.POSITIVE_INFINITY && age > 0;
    if (sees && age >= raiseMs - schedulerTickMs) this.due = Math.max(raiseMs, age) + reaction;
  }

  private raise(): void {
    this.raised = true;
    this.raises++;
    this.due = Number.POSITIVE_INFINITY;
    this.settle();
  }

  private settle(): void {
    const limits = this.raiseMs > 0 && !this.raised ? this.start : this.usual;
    if (limits !== undefined) this.apply(limits);
  }
}

/**
 * Yielding: a load that comes regularly, but later at a lower clock. Who sleeps for 16 ms after each piece of work has no pace of its own: its
 * period is the rest and the work, and a longer work puts off all that follows. Nothing tells the two apart while the clock stays where it is.
 *
 * 1. While the gate (gate.ts) is about to open, and once open while the clock is still there, take the means over 4 s at most of the clock, of
 *    the work done a second (at top, so that a clock alone changes nothing of it) and of the context switches a second.
 * 2. The gate open and the clock more than 3 % lower: in 2 s a load of its own pace does as much, and as often. It yields where both are more
 *    than 5 % less; what loses less keeps the promise. Both, since frames come as often when each has less to do, and tasks that meet an idle
 *    CPU less often switch less often for the same work. Two switches are allowed for where the ends of the 2 s fall.
 * 3. The gate is then shut for 30 s: a load that halves would lose 3 % by 2 s in 34, and one that only has less to do since is paced again.
 * Not told where context switches are not counted.
 */
const lower = 0.97;
const meanSeconds = 4;
const trialSeconds = 2;
const less = 0.95;
const ends = 2;
const shutSeconds = 30;

/** What a domain did in a tick. */
export interface Done {
  /** s. */
  readonly interval: number;
  readonly khz: number;
  /** Seconds at top. */
  readonly worked: number;
  /** A second. */
  readonly switches: number | undefined;
}

export class Yielding {
  private khz = 0;
  private work = 0;
  private switches = 0;
  /** Seconds that the three are the means of. */
  private known = 0;
  private tried = 0;
  private triedWork = 0;
  private triedSwitches = 0;
  private shutFor = 0;

  /** Whether the gate has to stay shut. */
  get yields(): boolean {
    return this.shutFor > 0;
  }

  /** Takes a tick; `regular` whether its load was regular, `paced` whether the gate was open. */
  follow(regular: boolean, paced: boolean, done: Done): void {
    const { interval, khz } = done;
    this.shutFor = Math.max(0, this.shutFor - interval);
    if (done.switches === undefined || !regular) this.forget();
    else if (paced && khz < lower * this.khz) this.try(done.worked, done.switches * interval, interval);
    else this.learn(done, done.switches);
  }

  private learn({ interval, khz, worked }: Done, switches: number): void {
    this.known = Math.min(meanSeconds, this.known + interval);
    const weight = interval / this.known;
    this.khz += weight * (khz - this.khz);
    this.work += weight * (worked / interval - this.work);
    this.switches += weight * (switches - this.switches);
  }

  private try(work: number, switches: number, interval: number): void {
    this.tried += interval;
    this.triedWork += work;
    this.triedSwitches += switches;
    if (this.tried < trialSeconds) return;
    const slower = this.triedWork < less * this.work * this.tried;
    const rarer = this.triedSwitches + ends < less * this.switches * this.tried;
    this.tried = 0;
    this.triedWork = 0;
    this.triedSwitches = 0;
    if (!slower || !rarer) return;
    this.shutFor = shutSeconds;
    this.forget();
  }

  private forget(): void {
    this.khz = 0;
    this.work = 0;
    this.switches = 0;
    this.known = 0;
    this.tried = 0;
    this.triedWork = 0;
    this.triedSwitches = 0;
  }
}

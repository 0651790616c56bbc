/**
 * Yielding: a load that comes regularly, but later at a lower clock. A program that sleeps for 16 ms after each piece of work has no pace of its own:
 * its period is the sleep plus the work, and longer work delays all that follows. While the clock does not move, the two kinds of load look the same.
 *
 * 1. While the gate (regularity-gate.ts) is about to open, and once open while the clock has not moved, take the means over 4 s at most of the clock,
 *    of the work w per second (at top, so that a change of clock alone does not change it), of the dilation δ (the time that it took over its time at
 *    top), and of the context switches per second.
 * 2. With the gate open and the clock more than 3 % lower: for 2 s a load with its own pace does as much work, as often. One that only sleeps does d
 *    = 1 − 1/(1 + w(δ′ − δ)) less of both; δ′ is the mean of those 2 s. It is suspected if work and switches are both less by more than 5 % (a
 *    smaller loss keeps the promise), by half of d or more, and by no more than twice d: frames come as often when each has less to do, tasks that
 *    meet an idle CPU less often switch less often for the same work, and a change larger than d says nothing. Two switches are allowed for where the
 *    ends of the 2 s fall.
 * 3. Suspected twice in a row, the gate is shut for a minute: a load whose rate halves would lose 3 % by 4 s in 64, and a load suspected only because
 *    its work varies so much is paced again. (In the virtual laptop frames vary by 20 % from one 2 s to the next: if one suspicion were enough, a
 *    third of them would not be paced.)
 *
 * Without a count of context switches nothing is detected.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import { Window } from './window.js';

const lower = 0.97;
const meanSeconds = 4;
const trialSeconds = 2;
const least = 0.05;
const partOfPredicted = 0.5;
const timesPredicted = 2;
const ends = 2;
const suspicions = 2;
const shutSeconds = 60;

/** What a domain did in a tick. */
export interface Done {
  /** s. */
  readonly interval: number;
  readonly khz: number;
  /** Work in seconds at top. */
  readonly worked: number;
  /** δ: time taken over the time at top. */
  readonly dilation: number;
  /** Per second. */
  readonly switches: number | undefined;
}

/** Mean rates per second over a window. */
class Rates implements Stateful {
  /** s at top. */
  work = 0;
  switches = 0;
  /** δ. */
  dilation = 0;
  khz = 0;
  private readonly window: Window;

  constructor(longest: number) {
    this.window = new Window(longest);
  }

  /** Seconds covered. */
  get seconds(): number {
    return this.window.length;
  }

  take({ interval, khz, worked, dilation }: Done, switches: number): void {
    const weight = this.window.take(interval);
    this.khz += weight * (khz - this.khz);
    this.work += weight * (worked / interval - this.work);
    this.switches += weight * (switches - this.switches);
    this.dilation += weight * (dilation - this.dilation);
  }

  save() {
    const { work, switches, dilation, khz, window } = this;
    return { work, switches, dilation, khz, window: window.save() };
  }

  restore(saved: Saved<Rates>): void {
    ({ work: this.work, switches: this.switches, dilation: this.dilation, khz: this.khz } = saved);
    this.window.restore(saved.window);
  }
}

const noTrial = (): Rates => new Rates(Number.POSITIVE_INFINITY);
const nothingKnown = (): Rates => new Rates(meanSeconds);

export class Yielding implements Stateful {
  private usual = nothingKnown();
  private tried = noTrial();
  private suspected = 0;
  private shutFor = 0;

  /** Whether the gate has to stay shut. */
  get yields(): boolean {
    return this.shutFor > 0;
  }

  /** Takes a tick; `regular`: whether its load was regular, `paced`: whether the gate was open. */
  follow(regular: boolean, paced: boolean, done: Done): void {
    const { interval, khz, switches } = done;
    this.shutFor = Math.max(0, this.shutFor - interval);
    if (switches === undefined || !regular) this.forget();
    else if (paced && khz < lower * this.usual.khz) this.try(done, switches);
    else this.usual.take(done, switches);
  }

  save() {
    const { usual, tried, suspected, shutFor } = this;
    return { usual: usual.save(), tried: tried.save(), suspected, shutFor };
  }

  restore(saved: Saved<Yielding>): void {
    this.usual.restore(saved.usual);
    this.tried.restore(saved.tried);
    ({ suspected: this.suspected, shutFor: this.shutFor } = saved);
  }

  private try(done: Done, switches: number): void {
    this.tried.take(done, switches);
    if (this.tried.seconds < trialSeconds) return;
    this.suspected = this.isLess() ? this.suspected + 1 : 0;
    this.tried = noTrial();
    if (this.suspected < suspicions) return;
    this.shutFor = shutSeconds;
    this.forget();
  }

  private isLess(): boolean {
    const { usual, tried } = this;
    const predicted = 1 - 1 / (1 + usual.work * (tried.dilation - usual.dilation));
    const fits = (less: number): boolean =>
      less > Math.max(least, partOfPredicted * predicted) && less < timesPredicted * predicted;
    const allowed = ends / tried.seconds;
    return fits(1 - tried.work / usual.work) && fits(1 - (tried.switches + allowed) / usual.switches);
  }

  private forget(): void {
    // The usual case: most loads are not regular, and this runs in each tick.
    if (this.usual.seconds === 0) return;
    this.usual = nothingKnown();
    this.tried = noTrial();
    this.suspected = 0;
  }
}

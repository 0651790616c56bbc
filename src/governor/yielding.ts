/**
 * Yielding: a load that comes regularly, but later at a lower clock. Who sleeps for 16 ms after each piece of work has no pace of its own: its
 * period is the rest and the work, and a longer work puts off all that follows. Nothing tells the two apart while the clock stays where it is.
 *
 * 1. While the gate (gate.ts) is about to open, and once open while the clock is still there, take the means over 4 s at most of the clock, of
 *    the work w done a second (at top, so that a clock alone changes nothing of it), of the times δ as long that it took, and of the context
 *    switches a second.
 * 2. The gate open and the clock more than 3 % lower: for 2 s a load of its own pace does as much, and as often. One that only rests does
 *    d = 1 − 1/(1 + w(δ′ − δ)) less of both, δ′ being those 2 s' mean. It is suspected where work and switches both are less by more than 5 % (what
 *    loses less keeps the promise), by half of d and by no more than twice d: frames come as often when each has less to do, tasks that meet an
 *    idle CPU less often switch less often for the same work, and what varies more than d says nothing. Two switches are allowed for where the
 *    ends of the 2 s fall.
 * 3. Suspected twice running, the gate is shut for a minute: a load that halves would lose 3 % by 4 s in 64, and one that was taken for it
 *    because its work varies so is paced again. (In the virtual laptop frames vary by 20 % from one 2 s to the next: suspected at once, a third
 *    of them were not paced.)
 * Not told where context switches are not counted.
 */
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
  /** Seconds at top. */
  readonly worked: number;
  /** δ: times as long as at top that it took. */
  readonly dilation: number;
  /** A second. */
  readonly switches: number | undefined;
}

/** What is done a second. */
interface Rates {
  /** s at top. */
  work: number;
  switches: number;
  /** δ. */
  dilation: number;
}

const none = (): Rates => ({ work: 0, switches: 0, dilation: 0 });

export class Yielding {
  private khz = 0;
  private usual = none();
  /** Seconds that these are the means of. */
  private known = 0;
  private tried = none();
  private triedFor = 0;
  private suspected = 0;
  private shutFor = 0;

  /** Whether the gate has to stay shut. */
  get yields(): boolean {
    return this.shutFor > 0;
  }

  /** Takes a tick; `regular` whether its load was regular, `paced` whether the gate was open. */
  follow(regular: boolean, paced: boolean, { interval, khz, worked, dilation, switches }: Done): void {
    this.shutFor = Math.max(0, this.shutFor - interval);
    if (switches === undefined || !regular) {
      this.forget();
      return;
    }
    const rates = { work: worked / interval, switches, dilation };
    if (paced && khz < lower * this.khz) {
      this.try(rates, interval);
      return;
    }
    this.known = Math.min(meanSeconds, this.known + interval);
    const weight = Math.min(1, interval / this.known);
    this.khz += weight * (khz - this.khz);
    blend(this.usual, rates, weight);
  }

  private try(rates: Rates, interval: number): void {
    this.triedFor += interval;
    blend(this.tried, rates, interval / this.triedFor);
    if (this.triedFor < trialSeconds) return;
    this.suspected = this.isLess() ? this.suspected + 1 : 0;
    this.tried = none();
    this.triedFor = 0;
    if (this.suspected < suspicions) return;
    this.shutFor = shutSeconds;
    this.forget();
  }

  private isLess(): boolean {
    const { usual, tried } = this;
    const predicted = 1 - 1 / (1 + usual.work * (tried.dilation - usual.dilation));
    const fits = (less: number): boolean =>
      less > Math.max(least, partOfPredicted * predicted) && less < timesPredicted * predicted;
    const allowed = ends / this.triedFor;
    return fits(1 - tried.work / usual.work) && fits(1 - (tried.switches + allowed) / usual.switches);
  }

  private forget(): void {
    this.khz = 0;
    this.usual = none();
    this.known = 0;
    this.tried = none();
    this.triedFor = 0;
    this.suspected = 0;
  }
}

function blend(mean: Rates, rates: Rates, weight: number): void {
  mean.work += weight * (rates.work - mean.work);
  mean.switches += weight * (rates.switches - mean.switches);
  mean.dilation += weight * (rates.dilation - mean.dilation);
}

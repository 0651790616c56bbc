/** The value of a quantity at baseline clocks: the mean of at least 5 measurements, in which the newest weighs a fifth. */
const enough = 5;
const freshSeconds = 600;
const doubtfulSeconds = 60;

export class Reference {
  private mean = 0;
  private count = 0;
  private at = 0;

  /** Undefined until there are enough measurements. */
  get value(): number | undefined {
    return this.count < enough ? undefined : this.mean;
  }

  /** Takes a measurement at `now`, in seconds. */
  learn(measured: number, now: number): void {
    this.count = Math.min(enough, this.count + 1);
    this.mean += (measured - this.mean) / this.count;
    this.at = now;
  }

  /** Whether it should be measured again: it is unknown, older than 10 minutes, or older than one minute while ε is reduced because of it. */
  isOld(now: number, inDoubt: boolean): boolean {
    return this.count < enough || now - this.at > (inDoubt ? doubtfulSeconds : freshSeconds);
  }
}

/** What a figure is at baseline clocks: the mean of at least 5 measurements, the newest weighing a fifth. */
const enough = 5;
const freshSeconds = 600;
const doubtfulSeconds = 60;

export class Reference {
  private mean = 0;
  private count = 0;
  private at = 0;

  /** Undefined until it was measured often enough. */
  get value(): number | undefined {
    return this.count < enough ? undefined : this.mean;
  }

  /** Takes a measurement at `now`, in seconds. */
  learn(measured: number, now: number): void {
    this.count = Math.min(enough, this.count + 1);
    this.mean += (measured - this.mean) / this.count;
    this.at = now;
  }

  /** Whether it should be measured anew: unknown, older than 10 minutes, or than one while it is what ε is lowered by. */
  isOld(now: number, inDoubt: boolean): boolean {
    return this.count < enough || now - this.at > (inDoubt ? doubtfulSeconds : freshSeconds);
  }
}

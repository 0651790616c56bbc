/** A factor on the slowdown budget that halves on bad news, at most every 30 s, so that a smaller budget can show what it does, and forgets it by half in 10 minutes. */
const halfLifeSeconds = 600;
const betweenSeconds = 30;
const least = 1 / 8;
/** So close to 1 it says nothing any more. */
const recovered = 0.99;

export class Backoff {
  factor = 1;
  private since = Number.POSITIVE_INFINITY;

  halve(): void {
    if (this.since < betweenSeconds) return;
    this.since = 0;
    this.factor = Math.max(least, this.factor / 2);
  }

  recover(seconds: number): void {
    this.since += seconds;
    this.factor **= 0.5 ** (seconds / halfLifeSeconds);
    if (this.factor > recovered) this.factor = 1;
  }
}

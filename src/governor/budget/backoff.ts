/**
 * A factor on the slowdown budget. It halves on bad news, at most once every 30 s so that the smaller budget can take effect. It recovers with a
 * half-life of 10 minutes.
 */
const halfLifeSeconds = 600;
const betweenSeconds = 30;
const least = 1 / 8;
/** A factor this close to 1 counts as recovered. */
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

/**
 * Mean rate, in units per second, over many pieces of work, with its standard error.
 *
 * 1. Pieces are joined to blocks of 5 s: single iterations jitter, and neighbours resemble each other.
 * 2. The rate is all units over all seconds; its variance comes from the deviation of each block.
 * 3. A few blocks say little about their own spread: it starts as if four blocks with a spread of 2 % had been seen (training on shared GPUs has 1–4
 *    % over ten iterations).
 * 4. Blocks still resemble their neighbours: the variance is doubled.
 * 5. Old blocks fade, half of them in 10 minutes.
 * 6. The spread of blocks belongs to the work, not to the setting: in a ratio of two rates both contribute to its estimate. A short look is known
 *    more exactly the longer the other was watched.
 */
import type { Saved, Stateful } from '../../model/saved.js';

const blockSeconds = 5;
const priorBlocks = 4;
const priorSpread = 0.02;
const inflation = 2;
const halfLife = 600;

export class RatioMean implements Stateful {
  private units = 0;
  private time = 0;
  private blocks = 0;
  private uu = 0;
  private ut = 0;
  private tt = 0;
  private openUnits = 0;
  private openTime = 0;

  take(units: number, seconds: number): void {
    this.openUnits += units;
    this.openTime += seconds;
    if (this.openTime < blockSeconds) return;
    const keep = 0.5 ** (this.openTime / halfLife);
    const add = (sum: number, value: number): number => sum * keep + value;
    this.units = add(this.units, this.openUnits);
    this.time = add(this.time, this.openTime);
    this.blocks = add(this.blocks, 1);
    this.uu = add(this.uu, this.openUnits ** 2);
    this.ut = add(this.ut, this.openUnits * this.openTime);
    this.tt = add(this.tt, this.openTime ** 2);
    this.drop();
  }

  /** Drops the block that is not full: its end would not be comparable. */
  drop(): void {
    this.openUnits = 0;
    this.openTime = 0;
  }

  /** Seconds covered. */
  get seconds(): number {
    return this.time + this.openTime;
  }

  /** The open block counts too. */
  get rate(): number | undefined {
    return this.seconds > 0 ? (this.units + this.openUnits) / this.seconds : undefined;
  }

  /** Standard error of the rate as a share of it; Infinity while nothing is known. */
  get error(): number {
    return Math.sqrt(this.variance(spreadOf(this)));
  }

  /** Standard error, as a share, of this rate over the other. */
  errorAgainst(other: RatioMean): number {
    const spread = spreadOf(this, other);
    return Math.sqrt(this.variance(spread) + other.variance(spread));
  }

  /** Squared relative deviations of the blocks, and their degrees of freedom. */
  get scatter(): { readonly squares: number; readonly free: number } {
    if (this.blocks === 0 || this.units === 0) return { squares: 0, free: 0 };
    const r = this.units / this.time;
    const squares = Math.max(0, this.uu - 2 * r * this.ut + r * r * this.tt) / (r * blockSeconds) ** 2;
    return { squares, free: Math.max(0, this.blocks - 1) };
  }

  save() {
    const { units, time, blocks, uu, ut, tt, openUnits, openTime } = this;
    return { units, time, blocks, uu, ut, tt, openUnits, openTime };
  }

  restore(saved: Saved<RatioMean>): void {
    ({
      units: this.units,
      time: this.time,
      blocks: this.blocks,
      uu: this.uu,
      ut: this.ut,
      tt: this.tt,
      openUnits: this.openUnits,
      openTime: this.openTime,
    } = saved);
  }

  private variance(spread: number): number {
    return this.blocks === 0 || this.units === 0
      ? Number.POSITIVE_INFINITY
      : (inflation * spread * blockSeconds) / this.time;
  }
}

/** Variance of one block. */
function spreadOf(...means: readonly RatioMean[]): number {
  let squares = priorBlocks * priorSpread ** 2;
  let free = priorBlocks;
  for (const { scatter } of means) {
    squares += scatter.squares;
    free += scatter.free;
  }
  return squares / free;
}

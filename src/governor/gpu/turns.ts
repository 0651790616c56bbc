/**
 * Whose turn it is of two settings that share the time.
 *
 * 1. What the lower one is owed grows in the other's turn and shrinks in its own. A turn ends where what is owed has gone from one end of its range to
 *    the other, so that the shares come out exactly over a cycle, however often other work interrupts.
 * 2. A cycle lasts 80 s at first, as it teaches, and is doubled up to 400 s; no turn is shorter than 20 s, or than its share of 400 s.
 */
import type { Saved, Stateful } from '../../model/saved.js';

const shortest = 80;
const longest = 400;
const leastTurn = 20;

export class Turns implements Stateful {
  /** Seconds that the lower setting is owed. */
  private owed = 0;
  private cycle = shortest;
  isLower = false;

  /** Begins with the upper setting, half a turn of it. */
  begin(): void {
    this.owed = 0;
    this.cycle = shortest;
    this.isLower = false;
  }

  /** Whether the turn changes; `share` is the lower one's. */
  pass(seconds: number, share: number): boolean {
    const whole = Math.min(longest, Math.max(this.cycle, leastTurn / Math.min(share, 1 - share)));
    const range = (whole * share * (1 - share)) / 2;
    this.owed += this.isLower ? (share - 1) * seconds : share * seconds;
    if (this.isLower ? this.owed > -range : this.owed < range) return false;
    this.isLower = !this.isLower;
    if (!this.isLower) this.cycle = Math.min(longest, 2 * this.cycle);
    return true;
  }

  save() {
    const { owed, cycle, isLower } = this;
    return { owed, cycle, isLower };
  }

  restore({ owed, cycle, isLower }: Saved<Turns>): void {
    this.owed = owed;
    this.cycle = cycle;
    this.isLower = isLower;
  }
}

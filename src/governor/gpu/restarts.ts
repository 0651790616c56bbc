/**
 * How much longer than usual work is looked at without a limit before a new search, so that work that changes all the time is not searched for ever:
 * 20 s where the last search was given up before it had held anything for a minute, twice as long each further time, half an hour at most.
 */
import type { Saved, Stateful } from '../../model/saved.js';

/** What held something for so long was no mistake. */
export const calmSeconds = 60;
const shortest = 20;
const longest = 1800;

export class Restarts implements Stateful {
  private patience = 0;

  /** `heldFor`: seconds for which the search that ends now held what it had found. */
  next(heldFor: number): number {
    this.patience = heldFor >= calmSeconds ? 0 : Math.min(longest, Math.max(shortest, 2 * this.patience));
    return this.patience;
  }

  reset(): void {
    this.patience = 0;
  }

  save() {
    return { patience: this.patience };
  }

  restore({ patience }: Saved<Restarts>): void {
    this.patience = patience;
  }
}

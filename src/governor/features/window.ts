import type { Saved, Stateful } from '../../model/saved.js';

/** A time window for means. Until it is full the means are plain ones, since a mean that began at 0 would be too low for that long. */
export class Window implements Stateful {
  private readonly longest: number;
  private seconds = 0;

  /** `longest` in s. */
  constructor(longest: number) {
    this.longest = longest;
  }

  /** The weight of the next `interval` s in a mean over the window, 0 to 1. */
  take(interval: number): number {
    this.seconds = Math.min(this.longest, this.seconds + interval);
    return Math.min(1, interval / this.seconds);
  }

  /** Seconds in the window. */
  get length(): number {
    return this.seconds;
  }

  save() {
    return { seconds: this.seconds };
  }

  restore(saved: Saved<Window>): void {
    this.seconds = saved.seconds;
  }
}

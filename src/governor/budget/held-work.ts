/** How much of the work in a period a cap held back. It tells whether the period was observed at baseline clocks. */
import type { DomainFeatures } from '../features/features.js';

/** A domain this busy has more to do than it can: its load is full at any clock. */
const saturated = 0.97;
/** A cap that costs less than this counts as no cap. */
const felt = 0.005;
/** A look begins and ends a tick or two late; this must not invalidate it. */
const mostHeldAtBaseline = 0.15;
const leastHeldUnderCap = 0.5;

/** Work of all domains, in seconds at the top clock. */
export class HeldWork {
  done = 0;
  seconds = 0;
  private held = 0;
  private demanded = 0;

  take(features: readonly DomainFeatures[], interval: number): void {
    this.seconds += interval;
    for (const { worked, slowdown, busy } of features) {
      this.done += worked;
      this.demanded += (busy ?? 0) >= saturated ? interval : worked;
      if (slowdown > felt) this.held += worked;
    }
  }

  /** Share of the time for which `domains` would be busy at top. */
  load(domains: number): number {
    return Math.min(1, this.demanded / (this.seconds * Math.max(1, domains)));
  }

  /** `baseline`: almost nothing was held back. `capped`: most of it was. Undefined in between. */
  get clocks(): 'baseline' | 'capped' | undefined {
    if (this.held <= mostHeldAtBaseline * this.done) return 'baseline';
    return this.held > leastHeldUnderCap * this.done ? 'capped' : undefined;
  }

  reset(): void {
    this.done = 0;
    this.seconds = 0;
    this.held = 0;
    this.demanded = 0;
  }
}

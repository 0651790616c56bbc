import type { Package } from '../../src/machine/simulated/physics/package.js';

/** How hot a run became, sampled each time the machine is looked at. */
export class Heat {
  private readonly trip: number;
  private last = 0;
  private above = 0;
  private peak = Number.NEGATIVE_INFINITY;

  constructor(trip: number) {
    this.trip = trip;
  }

  take({ now, thermal }: Pick<Package, 'now' | 'thermal'>): void {
    if (thermal.junction >= this.trip) this.above += now - this.last;
    this.last = now;
    this.peak = Math.max(this.peak, thermal.junction);
  }

  get figures(): { peak: number; aboveTrip: number } {
    return { peak: this.peak, aboveTrip: this.last > 0 ? this.above / this.last : 0 };
  }
}

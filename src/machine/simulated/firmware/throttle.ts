import type { PlatformNumbers } from '../physics/platform.js';

/** The firmware's last resort: at the trip point the P-state is limited to throt_idx until the junction has cooled to trip − thyst. */
export class Throttle {
  active = false;
  /** Number of throttle events. */
  events = 0;
  private readonly p: PlatformNumbers;

  constructor(p: PlatformNumbers) {
    this.p = p;
  }

  /** Takes the junction temperature in °C. */
  update(junction: number): void {
    if (this.active) {
      this.active = junction > this.p.trip - this.p.thyst;
    } else if (junction >= this.p.trip) {
      this.active = true;
      this.events++;
    }
  }

  /** The highest operating point that it allows. */
  limit(index: number): number {
    return this.active ? Math.min(index, this.p.throt_idx) : index;
  }
}

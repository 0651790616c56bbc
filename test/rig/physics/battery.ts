import { LAPTOP as L } from './laptop.js';

/** States of ACPI's _BST. */
const DISCHARGING = 1;
const CHARGING = 2;

/** Charge of a 57 Wh battery beside an AC adapter. */
export class Battery {
  online = true;
  /** Wh. */
  remaining: number = 0.8 * L.batteryFull;

  /** W through the battery, in either direction. */
  rate(platformWatts: number): number {
    if (!this.online) return platformWatts;
    return this.remaining < L.batteryFull ? L.chargePower : 0;
  }

  get state(): number {
    if (!this.online) return DISCHARGING;
    return this.remaining < L.batteryFull ? CHARGING : 0;
  }

  step(platformWatts: number, dt: number): void {
    const watts = this.online ? this.rate(platformWatts) : -platformWatts;
    this.remaining = Math.min(L.batteryFull, Math.max(0, this.remaining + (watts * dt) / 3600));
  }
}

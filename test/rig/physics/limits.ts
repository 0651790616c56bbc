import { LAPTOP as L } from './laptop.js';

const STEP_KHZ = 100_000;
const REVIEW_SECONDS = 0.1;

/**
 * What simulated firmware does over everybody's head, whatever the OS asked for:
 *
 * 1. Above throttleAt the clock is held low until the die is throttleHysteresis cooler.
 * 2. A moving average of package power over the limit's window is kept under the limit, one step of clock at a time.
 */
export class FirmwareLimits {
  #throttled = false;
  #average = 0;
  #powerKhz: number = L.maxKhz;
  #sinceReview = 0;

  get throttled(): boolean {
    return this.#throttled;
  }

  /** The highest clock allowed now, kHz. */
  step(celsius: number, watts: number, limitWatts: number, windowSeconds: number, dt: number): number {
    if (celsius >= L.throttleAt) this.#throttled = true;
    if (celsius < L.throttleAt - L.throttleHysteresis) this.#throttled = false;

    this.#average += (watts - this.#average) * Math.min(1, dt / Math.max(windowSeconds, dt));
    this.#sinceReview += dt;
    if (this.#sinceReview >= REVIEW_SECONDS) {
      this.#sinceReview = 0;
      const wanted = this.#powerKhz + (limitWatts > 0 && this.#average > limitWatts ? -STEP_KHZ : STEP_KHZ);
      this.#powerKhz = Math.min(L.maxKhz, Math.max(L.minKhz, wanted));
    }
    return this.#throttled ? Math.min(L.throttleKhz, this.#powerKhz) : this.#powerKhz;
  }
}

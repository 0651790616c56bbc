import type { Saved, Stateful } from '../../model/saved.js';

const fallPerDegree = 0.1;
const risePerDegree = 0.02;
const maxRisePerSecond = 0.2;

/**
 * The allowed share of the clocks' range where only the temperature is known. For each °C above the target the share falls by 10 % per second; for
 * each °C below it rises by 2 %, by 20 % at most.
 */
export class Integrator implements Stateful {
  /** In [0, 1]. */
  share = 1;

  /** Takes an excess over the target of `excess` °C that lasted for `interval` s, of which at most one counts. */
  push(excess: number, interval: number): void {
    const change = excess > 0 ? -fallPerDegree * excess : Math.min(maxRisePerSecond, -risePerDegree * excess);
    this.share = Math.min(1, Math.max(0, this.share + change * Math.min(interval, 1)));
  }

  save() {
    return { share: this.share };
  }

  restore(saved: Saved<Integrator>): void {
    this.share = saved.share;
  }
}

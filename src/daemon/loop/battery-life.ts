import { type BatteryMoment, secondsLeft } from '../../model/battery-left.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import type { LoopObserver, Measured } from './observer.js';

const overMs = 300_000;
/** Samples closer together say no more of minutes. */
const apartMs = 1000;

/** How long the batteries last at the mean power of the last five minutes. Keeps one figure a second: O(300). */
export class BatteryLife implements LoopObserver {
  private moments: BatteryMoment[] = [];

  measured({
    reading,
    wall,
  }: Pick<Measured, 'wall'> & { readonly reading: Pick<LiveReading, 'onMains' | 'batteryPower'> }): void {
    const last = this.moments.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (wall < last) this.moments = [];
    else if (wall - last < apartMs) return;
    this.moments.push({ at: wall, watts: reading.onMains ? null : (reading.batteryPower ?? null) });
    while (wall - (this.moments[0]?.at ?? wall) > overMs) this.moments.shift();
  }

  /** s until `wattHours` are used up; undefined on mains, and in the first seconds on battery. */
  left(wattHours: number | undefined): number | undefined {
    return wattHours === undefined ? undefined : secondsLeft(wattHours, this.moments, overMs);
  }
}

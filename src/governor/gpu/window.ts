/** Joins samples of a GPU, one or ten a second, to views of one second: nvidia-smi reports nothing newer. */

import { type GpuReading, throttleReason } from '../../model/gpu.js';
import type { Progress } from '../../model/gpu-progress.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { GpuObservation } from './observation.js';

const viewSeconds = 1;

/** While heat or its power supply holds a GPU down, it does not show the effect of our setting. */
const disturbed =
  throttleReason.hardwareSlowdown |
  throttleReason.softwareThermal |
  throttleReason.hardwareThermal |
  throttleReason.powerBrake;

export class GpuWindow implements Stateful {
  private seconds = 0;
  private readonly sums = new Map<keyof GpuReading, { sum: number; seconds: number }>();
  private progress: Progress[] = [];

  /** Returns a view whenever a second is full. */
  take(reading: GpuReading, progress: readonly Progress[], seconds: number): GpuObservation | undefined {
    if (((reading.throttle ?? 0) & disturbed) !== 0) {
      this.reset();
      return undefined;
    }
    this.seconds += seconds;
    this.progress.push(...progress);
    for (const key of ['power', 'busy', 'memoryBusy', 'clock'] as const) {
      const value = reading[key];
      if (value === undefined) continue;
      const known = this.sums.get(key) ?? { sum: 0, seconds: 0 };
      this.sums.set(key, { sum: known.sum + value * seconds, seconds: known.seconds + seconds });
    }
    if (this.seconds < viewSeconds - 1e-6) return undefined;
    const mean = (key: keyof GpuReading): number | undefined => {
      const known = this.sums.get(key);
      return known === undefined || known.seconds === 0 ? undefined : known.sum / known.seconds;
    };
    const view: GpuObservation = {
      seconds: this.seconds,
      power: mean('power'),
      busy: mean('busy'),
      memoryBusy: mean('memoryBusy'),
      clock: mean('clock'),
      progress: this.progress,
    };
    this.reset();
    return view;
  }

  reset(): void {
    this.seconds = 0;
    this.sums.clear();
    this.progress = [];
  }

  save() {
    return { seconds: this.seconds, sums: [...this.sums], progress: [...this.progress] };
  }

  restore({ seconds, sums, progress }: Saved<GpuWindow>): void {
    this.reset();
    this.seconds = seconds;
    for (const [key, sum] of sums) this.sums.set(key, sum);
    this.progress = [...progress];
  }
}

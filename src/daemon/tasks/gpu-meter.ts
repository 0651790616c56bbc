import type { GpuDrawn } from '../../governor/attribution/attribute-gpus.js';
import { gpuScope } from '../../model/gpu.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import { type Counted, meanAtRest, plus, uncounted, used } from './counted.js';

/** By GPU, up to a moment. */
export type GpuMark = ReadonlyMap<number, Counted>;

/** Counts what each GPU draws, and learns what it draws at rest. */
export class GpuMeter {
  private readonly counted = new Map<number, Counted>();
  private readonly restWatts = new Map<number, number>();

  measured({ interval, energy, gpus }: Pick<LiveReading, 'interval' | 'energy' | 'gpus'>): void {
    for (const { id, busy } of gpus) {
      const joules = energy.find(({ domain }) => domain === gpuScope(id))?.energy;
      this.counted.set(id, plus(this.counted.get(id) ?? uncounted, joules));
      const watts = busy === 0 ? meanAtRest(this.restWatts.get(id), joules, interval) : undefined;
      if (watts !== undefined) this.restWatts.set(id, watts);
    }
  }

  mark(): GpuMark {
    return new Map(this.counted);
  }

  between(from: GpuMark, to: GpuMark): GpuDrawn[] {
    return [...to].map(([gpu, counted]) => ({
      gpu,
      joules: used(from.get(gpu) ?? uncounted, counted),
      idleWatts: this.restWatts.get(gpu),
    }));
  }
}

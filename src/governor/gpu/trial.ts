/**
 * What was seen of one kind of work at one setting. A single piece of progress at less than 0.6 of the usual speed is a pause of the application's
 * own (a checkpoint, an evaluation), as are up to 5 s at less than 0.6 of the usual power: no clock causes one, and in a window of 20 s it would
 * outweigh any effect of the clock. It is left out; for progress, only if the next piece is not as slow.
 */

import type { Progress } from '../../model/gpu-progress.js';
import { type Saved, type Stateful, savedEntries } from '../../model/saved.js';
import type { GpuObservation } from './observation.js';
import { RatioMean } from './ratio-mean.js';

const pauseShare = 0.6;
const pauseSeconds = 5;

export class Trial implements Stateful {
  /** Joules over seconds. */
  readonly power = new RatioMean();
  readonly memory = new RatioMean();
  readonly clock = new RatioMean();
  readonly busy = new RatioMean();
  /** Progress by application. */
  readonly progress = new Map<string, RatioMean>();
  private lowFor = 0;
  /** Pieces so slow that they have to be confirmed. */
  private readonly doubted = new Map<string, Progress>();

  take({ seconds, power, memoryBusy, clock, busy, progress }: GpuObservation): void {
    const gauge = (mean: RatioMean, value: number | undefined): void => {
      if (value !== undefined) mean.take(value * seconds, seconds);
    };
    this.lowFor = (power ?? Number.POSITIVE_INFINITY) < pauseShare * (this.power.rate ?? 0) ? this.lowFor + seconds : 0;
    if (this.lowFor === 0 || this.lowFor > pauseSeconds) {
      gauge(this.power, power);
      gauge(this.memory, memoryBusy);
      gauge(this.clock, clock);
      gauge(this.busy, busy);
    }
    for (const piece of progress) this.advance(piece);
  }

  /** What comes next is not continuous with what came before. */
  interrupt(): void {
    for (const mean of [this.power, this.memory, this.clock, this.busy, ...this.progress.values()]) mean.drop();
  }

  get seconds(): number {
    return this.power.seconds;
  }

  save() {
    const { power, memory, clock, busy, progress, lowFor, doubted } = this;
    return {
      power: power.save(),
      memory: memory.save(),
      clock: clock.save(),
      busy: busy.save(),
      progress: savedEntries(progress),
      lowFor,
      doubted: [...doubted],
    };
  }

  restore(saved: Saved<Trial>): void {
    this.power.restore(saved.power);
    this.memory.restore(saved.memory);
    this.clock.restore(saved.clock);
    this.busy.restore(saved.busy);
    this.progress.clear();
    for (const [name, mean] of saved.progress) this.of(name).restore(mean);
    this.lowFor = saved.lowFor;
    this.doubted.clear();
    for (const [name, piece] of saved.doubted) this.doubted.set(name, piece);
  }

  private advance(piece: Progress): void {
    const { name } = piece;
    const mean = this.of(name);
    const usual = mean.rate;
    const before = this.doubted.get(name);
    this.doubted.delete(name);
    if (before === undefined) {
      // The first piece has nothing to be compared with: a pause in it would be taken for the setting's effect.
      if (usual === undefined || isSlow(piece, usual)) this.doubted.set(name, piece);
      else mean.take(piece.units, piece.seconds);
    } else if (usual === undefined && isSlow(piece, before.units / before.seconds)) {
      mean.take(before.units, before.seconds);
      this.doubted.set(name, piece);
    } else {
      // Two slow ones in a row show that the work is slow now. Of the first two the slow one is the pause.
      const counts = usual === undefined ? !isSlow(before, piece.units / piece.seconds) : isSlow(piece, usual);
      if (counts) mean.take(before.units, before.seconds);
      mean.take(piece.units, piece.seconds);
    }
  }

  private of(name: string): RatioMean {
    let mean = this.progress.get(name);
    if (mean === undefined) {
      mean = new RatioMean();
      this.progress.set(name, mean);
    }
    return mean;
  }
}

const isSlow = ({ units, seconds }: Progress, usual: number): boolean => units < pauseShare * usual * seconds;

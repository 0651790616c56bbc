/**
 * Busy time in buckets of 5 ms and their exact sums over 10, 20, 40 and 80 ms, each judged separately. On a real machine, native/bpf and
 * native/helper/busy/busy_ladder.c do this.
 */

/** Judges a ladder's shares, for example by bunching. */
export interface Meter {
  push(share: number): void;
  readonly value: number | undefined;
}

export const bucketMs = 5;
export const rungNames = ['5ms', '10ms', '20ms', '40ms', '80ms'] as const;

interface Rung {
  readonly buckets: number;
  readonly meter: Meter;
  sum: number;
}

export class BusyLadder {
  private readonly rungs: readonly Rung[];
  private ms = 0;
  private busy = 0;
  private bucket = 0;

  constructor(meter: () => Meter) {
    this.rungs = rungNames.map((_, i) => ({ buckets: 2 ** i, meter: meter(), sum: 0 }));
  }

  /** One ms, of which the CPU was busy for `busy` ms. */
  tick(busy: number): void {
    this.busy += busy;
    if (++this.ms < bucketMs) return;
    const { busy: ms } = this;
    this.ms = 0;
    this.busy = 0;
    this.bucket++;
    for (const rung of this.rungs) {
      rung.sum += ms;
      if (this.bucket % rung.buckets !== 0) continue;
      rung.meter.push(Math.min(1, rung.sum / (bucketMs * rung.buckets)));
      rung.sum = 0;
    }
  }

  /** `ms` of idling. */
  idle(ms: number): void {
    for (let i = 0; i < ms; i++) this.tick(0);
  }

  /** The judge's result for the rung of that index; NaN while there is none. */
  judged(rung: number): number {
    return this.rungs[rung]?.meter.value ?? Number.NaN;
  }
}

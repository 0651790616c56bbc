import { cpuScope } from '../topology.js';
import { type Ratio, ratio } from '../units.js';
import type { Places } from './places.js';
import type { CpuWork } from './reading.js';
import { known, type Span } from './span.js';

/** What one CPU did, seen through the newest samples: nothing is kept but its busy share. Roles are those of docs/helper-protocol.md. */
export class CpuReader implements CpuWork {
  readonly cpu: number;
  /** Busy share; NaN where it can't be told. */
  share = Number.NaN;
  private readonly span: Span;
  private readonly busyTime: number;
  private readonly allCycles: number;
  private readonly retired: number;
  private readonly misses: number;
  private readonly actualCycles: number;
  private readonly productiveCycles: number;
  private readonly stalledMemory: number;
  private readonly stalledBackend: number;
  private readonly ladders: readonly number[];

  constructor(cpu: number, places: Places, span: Span) {
    const scope = cpuScope(cpu);
    const of = (role: string): number => places.at(scope, role);
    this.cpu = cpu;
    this.span = span;
    this.busyTime = of('busy');
    this.allCycles = of('cycles');
    this.retired = of('instructions');
    this.misses = of('cache_misses');
    this.actualCycles = of('aperf');
    this.productiveCycles = of('pperf');
    this.stalledMemory = of('stalled_memory');
    this.stalledBackend = of('stalled_backend');
    this.ladders = places.each(scope, 'bunching');
  }

  /** Takes the busy share of the newest interval. */
  follow(): void {
    this.share = Math.min(1, this.span.grown(this.busyTime) / 1e9 / this.span.interval);
  }

  get busy(): Ratio {
    return ratio(this.share);
  }

  /** Mean clock while it was busy, kHz; NaN where it can't be told. */
  get khz(): number {
    return (this.span.grown(this.allCycles) / (this.share * this.span.interval * 1e9)) * 1e6;
  }

  get bunching(): number | undefined {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.ladders.length; i++) {
      const b = this.span.value(this.ladders[i] ?? -1);
      if (b < least) least = b;
    }
    return known(least);
  }

  get cycles(): number | undefined {
    return this.span.rate(this.allCycles);
  }

  get instructions(): number | undefined {
    return this.span.rate(this.retired);
  }

  get cacheMisses(): number | undefined {
    return this.span.rate(this.misses);
  }

  /**
   * From the best counter there is: 1 − Δpperf/Δaperf (Intel's productive over actual cycles), else the cycles stalled on memory, or on the
   * back end, over all cycles.
   */
  get stall(): Ratio | undefined {
    const { span } = this;
    const cycles = span.grown(this.allCycles);
    const productive = span.grown(this.productiveCycles) / span.grown(this.actualCycles);
    const stalled = span.grown(this.stalledMemory) / cycles;
    const share = productive >= 0 ? 1 - productive : stalled >= 0 ? stalled : span.grown(this.stalledBackend) / cycles;
    return Number.isFinite(share) ? ratio(Math.min(1, Math.max(0, share))) : undefined;
  }
}

/** The newest samples of one signal, evenly spaced: what a spectrum can be made of. */

/** How many samples are kept: 25.6 s at 10 Hz. */
export const traceLength = 256;
/** Samples may come this much off their period, as a share of it, and still count as evenly spaced. */
const jitter = 0.3;

export class Trace {
  readonly name: string;
  readonly unit: string;
  private readonly ring = new Float64Array(traceLength);
  private next = 0;
  private count = 0;
  /** Time between samples, s; 0 while unknown. */
  private period = 0;

  constructor(name: string, unit: string) {
    this.name = name;
    this.unit = unit;
  }

  /** Takes what was seen over the last `interval` s. Another pace of sampling, or a missing value, begins the trace anew. */
  push(value: number | undefined, interval: number): void {
    if (value === undefined || !Number.isFinite(value) || !(interval > 0)) {
      this.count = 0;
      return;
    }
    if (this.count === 0 || Math.abs(interval - this.period) > jitter * this.period) {
      this.count = 0;
      this.period = interval;
    }
    this.period += (interval - this.period) / (this.count + 1);
    this.ring[this.next] = value;
    this.next = (this.next + 1) % traceLength;
    this.count = Math.min(traceLength, this.count + 1);
  }

  /** Samples a second; undefined before the first. */
  get rate(): number | undefined {
    return this.count > 0 ? 1 / this.period : undefined;
  }

  /** A copy of the samples, oldest first. */
  samples(): Float64Array {
    const out = new Float64Array(this.count);
    const first = this.next - this.count + traceLength;
    for (let i = 0; i < this.count; i++) out[i] = this.ring[(first + i) % traceLength] ?? Number.NaN;
    return out;
  }
}

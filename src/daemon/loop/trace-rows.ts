/**
 * The newest samples of many signals, evenly spaced, so that spectra can be computed. A row is one reading; a tick writes one row from left to right.
 */

/** Number of rows kept: 25.6 s at 10 Hz. */
export const traceLength = 256;
/** Rows may deviate from their period by this share and still count as evenly spaced. */
const jitter = 0.3;

export class TraceRows {
  private values = new Float64Array(0);
  private width = 0;
  /** Number of columns that fit in a row. */
  private stride = 0;
  private newest = -1;
  private count = 0;
  /** Time between rows, s; 0 while unknown. */
  private period = 0;

  /** Adds an empty column and returns its index. */
  column(): number {
    if (this.width === this.stride) this.widen();
    return this.width++;
  }

  private widen(): void {
    const stride = Math.max(16, 2 * this.stride);
    const wider = new Float64Array(traceLength * stride).fill(Number.NaN);
    for (let row = 0; row < traceLength; row++)
      wider.set(this.values.subarray(row * this.stride, (row + 1) * this.stride), row * stride);
    this.values = wider;
    this.stride = stride;
  }

  /** Begins the row of the last `interval` s; every column is missing until it is set. A change of the sampling rate restarts all traces. */
  begin(interval: number): void {
    if (!(interval > 0)) {
      this.count = 0;
    } else if (this.count === 0 || Math.abs(interval - this.period) > jitter * this.period) {
      this.count = 1;
      this.period = interval;
    } else {
      this.count = Math.min(traceLength, this.count + 1);
      this.period += (interval - this.period) / this.count;
    }
    this.newest = (this.newest + 1) % traceLength;
    this.values.fill(Number.NaN, this.newest * this.stride, (this.newest + 1) * this.stride);
  }

  set(column: number, value: number | undefined): void {
    this.values[this.newest * this.stride + column] = value ?? Number.NaN;
  }

  /** Rows per second; undefined before the first. */
  get rate(): number | undefined {
    return this.count > 0 ? 1 / this.period : undefined;
  }

  /** A copy of a column's samples since it was last missing, oldest first. */
  samples(column: number): Float64Array {
    let length = 0;
    while (length < this.count && Number.isFinite(this.back(length, column))) length++;
    return Float64Array.from({ length }, (_, i) => this.back(length - 1 - i, column));
  }

  /** A column's sample from `rows` rows ago. */
  private back(rows: number, column: number): number {
    const row = (this.newest - rows + traceLength) % traceLength;
    return this.values[row * this.stride + column] ?? Number.NaN;
  }
}

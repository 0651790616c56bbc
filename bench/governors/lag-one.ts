import { busyShare } from '../../src/lattice/metrics/bunching.js';
import { gateWindow, StreamingMoments } from '../../src/lattice/metrics/streaming-moments.js';
import type { Meter } from '../../src/machine/simulated/work/busy-ladder.js';

/** Autocorrelation at lag 1 instead of bunching: what a gate could do without a resolvent. */
export class LagOne implements Meter {
  private readonly moments = new StreamingMoments(0, gateWindow);
  private previous = 0;
  private product = 0;

  push(x: number): void {
    this.moments.push(x);
    const d = x - this.moments.mean;
    this.product += (d * this.previous - this.product) / gateWindow;
    this.previous = d;
  }

  get value(): number | undefined {
    const { settled, mean, variance } = this.moments;
    const edge = busyShare.edge ?? 0;
    if (!settled) return undefined;
    if (mean < edge || mean > 1 - edge || variance < busyShare.floor ** 2) return 0;
    return Math.min(1, Math.max(-1, this.product / variance));
  }
}

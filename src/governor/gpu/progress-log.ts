/**
 * Progress on GPUs from applications' heartbeats: units over the time between two messages of the same application that name the same GPU. Messages
 * closer than 0.8 s are joined. A message that names no GPU says nothing about one: the CPU or another GPU may do the work. Of more than 64
 * applications the one that has been silent for longest is forgotten.
 */

import type { GpuProgress } from '../../model/gpu-progress.js';
import type { Heartbeat } from '../budget/heartbeats.js';

const leastSpan = 0.8;
const mostApplications = 64;

export class ProgressLog {
  private readonly last = new Map<string, { readonly done: number; readonly at: number }>();
  private pieces: GpuProgress[] = [];

  /** Takes a message that came at `at`, in seconds of any monotonic clock. */
  beat({ name, pid, done, gpu }: Heartbeat, at: number): void {
    if (gpu === undefined) return;
    const key = `${name}/${pid}/${gpu}`;
    const before = this.last.get(key);
    const seconds = at - (before?.at ?? at);
    const units = done - (before?.done ?? done);
    if (before !== undefined && units >= 0 && seconds < leastSpan) return;
    // A count that went back was restarted.
    if (units >= 0 && seconds > 0) this.pieces.push({ gpu, name: `${name}/${pid}`, units, seconds });
    this.last.delete(key);
    this.last.set(key, { done, at });
    const [oldest] = this.last.keys();
    if (this.last.size > mostApplications && oldest !== undefined) this.last.delete(oldest);
  }

  /** Progress reported since the last call. */
  take(): readonly GpuProgress[] {
    const { pieces } = this;
    this.pieces = [];
    return pieces;
  }
}

import type { Clock } from '../../../src/machine/simulated/clock.js';

/** A clock that goes when told: timers fire in order, each at its own time, with a turn for promises in between. */
export class ManualClock implements Clock {
  private time: number;
  private readonly timers = new Set<{ readonly at: number; readonly call: () => void }>();

  constructor(start = 1000) {
    this.time = start;
  }

  get pending(): number {
    return this.timers.size;
  }

  now(): number {
    return this.time;
  }

  at(at: number, call: () => void): () => void {
    const timer = { at, call };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (let next = this.first(end); next !== undefined; next = this.first(end)) {
      this.time = Math.max(this.time, next.at);
      this.timers.delete(next);
      next.call();
      await new Promise(resolve => setImmediate(resolve));
    }
    this.time = end;
  }

  /** Goes to the next timer and fires it; without one, lets what is read or written go on. */
  async turn(): Promise<void> {
    const next = this.first(Number.POSITIVE_INFINITY);
    if (next === undefined) await new Promise(resolve => setImmediate(resolve));
    else await this.advance(Math.max(0, next.at - this.time));
  }

  /** Lets time pass without anybody getting a turn, as a blocked event loop does. */
  block(ms: number): void {
    this.time += ms;
  }

  private first(end: number) {
    return [...this.timers].sort((a, b) => a.at - b.at).find(t => t.at <= end);
  }
}

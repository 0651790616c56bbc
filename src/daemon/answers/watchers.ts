import type { Cadence, Machine } from '../../machine/machine.js';

/** Listeners of every tick. A live view would stutter with batches of many seconds, so they come each second while there are any. */
export class Watchers {
  private readonly machine: Pick<Machine, 'cadence'>;
  private readonly usual: () => Cadence;
  private readonly listeners = new Set<() => void>();

  constructor(machine: Pick<Machine, 'cadence'>, usual: () => Cadence) {
    this.machine = machine;
    this.usual = usual;
  }

  /** Calls back after each tick, until what it returns is called. */
  add(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.setCadence();
    return () => {
      if (this.listeners.delete(listener) && this.listeners.size === 0) this.setCadence();
    };
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** Tells the machine what is usual now. */
  setCadence(): void {
    const usual = this.usual();
    this.machine.cadence(this.listeners.size === 0 ? usual : { ...usual, batchSeconds: 1 });
  }
}

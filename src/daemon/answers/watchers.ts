import type { Cadence, Machine } from '../../machine/machine.js';
import { Relaxation } from '../../machine/relaxation.js';
import type { LoopObserver, Ticked } from '../loop/observer.js';

/**
 * How often the machine is looked at: as configured, less often while a reflex answers for all work, and with batches of a second while somebody
 * listens to every tick. A live view would stutter with batches of many seconds.
 */
export class Watchers implements LoopObserver {
  private readonly machine: Pick<Machine, 'cadence'>;
  private readonly usual: () => Cadence;
  private readonly listeners = new Set<() => void>();
  private readonly relaxation = new Relaxation();
  private activeHz = Number.NaN;

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

  ticked({ tick }: Pick<Ticked, 'tick'>): void {
    this.relaxation.follow(tick);
    if (this.relaxation.of(this.usual()).activeHz !== this.activeHz) this.setCadence();
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** Tells the machine what is usual now. */
  setCadence(): void {
    const usual = this.relaxation.of(this.usual());
    this.activeHz = usual.activeHz;
    this.machine.cadence(this.listeners.size === 0 ? usual : { ...usual, batchSeconds: 1 });
  }
}

import type { Snapshot } from './snapshot.js';
import type { ControlSource } from './source.js';
import type { Watch } from './watch.js';

/** All watches. It listens to ticks only while there are some, because a watched daemon samples more often. */
export class Audience {
  private readonly source: ControlSource;
  private readonly snapshot: Snapshot;
  private readonly watches = new Set<Watch>();
  private leave: (() => void) | undefined;
  private telling: NodeJS.Immediate | undefined;

  constructor(source: ControlSource, snapshot: Snapshot) {
    this.source = source;
    this.snapshot = snapshot;
  }

  add(watch: Watch): void {
    this.watches.add(watch);
    this.leave ??= this.source.onTick(() => this.ticked());
    watch.news();
  }

  remove(watch: Watch): void {
    watch.stop();
    this.watches.delete(watch);
    if (this.watches.size > 0) return;
    this.leave?.();
    this.leave = undefined;
    clearImmediate(this.telling);
    this.telling = undefined;
  }

  /** Watchers are told after the loop's turn: a batch of samples is many ticks at once, only the newest matters, and no tick must wait. */
  private ticked(): void {
    this.snapshot.outdate();
    this.telling ??= setImmediate(() => {
      this.telling = undefined;
      for (const watch of this.watches) watch.news();
    });
  }
}

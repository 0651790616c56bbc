import { messageOf } from '../../control/protocol/errors.js';
import type { Log } from '../log.js';
import { type KeptWishes, readWishes, writeWishes } from './requests-file.js';

/** Keeps wishes in a file, written once after a burst of changes. */
export class WishesStore {
  /** Why nothing can be kept. */
  unkept: string | undefined;
  private readonly path: string;
  private readonly log: Log;
  private readonly make: () => KeptWishes;
  private due: NodeJS.Immediate | undefined;

  constructor(path: string, log: Log, make: () => KeptWishes) {
    this.path = path;
    this.log = log;
    this.make = make;
  }

  /** What an earlier daemon kept. */
  load(): KeptWishes | undefined {
    try {
      return readWishes(this.path);
    } catch (error) {
      this.log('warning', `earlier overrides and holds are lost: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Something has changed. */
  touch(): void {
    this.due ??= setImmediate(() => this.flush());
  }

  /** Writes what has changed and was not written yet. */
  flush(): void {
    if (this.due === undefined) return;
    clearImmediate(this.due);
    this.due = undefined;
    try {
      writeWishes(this.path, this.make());
      this.unkept = undefined;
    } catch (error) {
      const why = messageOf(error);
      if (why !== this.unkept) this.log('warning', `overrides and holds will not outlive the daemon: ${why}`);
      this.unkept = why;
    }
  }
}

import { messageOf } from '../../control/protocol/errors.js';
import type { Log } from '../log.js';
import { type KeptRequests, readRequests, writeRequests } from './requests-file.js';

/** Keeps requests in a file, written once after a burst of changes. */
export class RequestsStore {
  /** Why nothing can be kept. */
  unkept: string | undefined;
  private readonly path: string;
  private readonly log: Log;
  private readonly make: () => KeptRequests;
  private due: NodeJS.Immediate | undefined;

  constructor(path: string, log: Log, make: () => KeptRequests) {
    this.path = path;
    this.log = log;
    this.make = make;
  }

  /** What an earlier daemon kept. */
  load(): KeptRequests | undefined {
    try {
      return readRequests(this.path);
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
      writeRequests(this.path, this.make());
      this.unkept = undefined;
    } catch (error) {
      const why = messageOf(error);
      if (why !== this.unkept) this.log('warning', `overrides and holds will not outlive the daemon: ${why}`);
      this.unkept = why;
    }
  }
}

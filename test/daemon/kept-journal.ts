import type { Journal } from '../../src/journal/journal.js';
import type { Batch } from '../../src/journal/write-model.js';

/** A journal that keeps what it is given. */
export class KeptJournal implements Journal {
  readonly batches: Batch[] = [];
  begin(): void {}
  inventory(): void {}
  write(batch: Batch): void {
    this.batches.push(batch);
  }
  health() {
    return { path: 'kept', failure: undefined, movedAside: undefined };
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

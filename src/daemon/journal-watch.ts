import type { Journal, JournalHealth } from '../journal/journal.js';
import type { Log } from './log.js';

/** A journal that can't be written stops nothing, so it has to be said: once when it begins, once when it is over. */
export class JournalWatch {
  private readonly journal: Pick<Journal, 'health'>;
  private readonly log: Log;
  /** What was last said. */
  private told: Pick<JournalHealth, 'failure' | 'movedAside'> = { failure: undefined, movedAside: undefined };

  constructor(journal: Pick<Journal, 'health'>, log: Log) {
    this.journal = journal;
    this.log = log;
  }

  look(): void {
    const { failure, movedAside } = this.journal.health();
    if (movedAside !== undefined && movedAside !== this.told.movedAside) {
      this.log('warning', `the journal was damaged: it is kept as ${movedAside}, and a new one is begun`);
    }
    if (failure !== undefined && failure !== this.told.failure) this.log('error', `no journal is written: ${failure}`);
    if (failure === undefined && this.told.failure !== undefined) this.log('info', 'the journal is written again');
    this.told = { failure, movedAside };
  }
}

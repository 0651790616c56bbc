import type { Batch, RunRow } from './write-model.js';

/** How the journal fares; `failure` is set while it can't be written, in words for people. */
export interface JournalHealth {
  readonly path: string;
  readonly failure: string | undefined;
  /** A corrupt journal that was moved aside at start. */
  readonly movedAside: string | undefined;
}

/** The daemon's side of the journal: hands batches to the writer's thread and never waits for it. */
export interface Journal {
  begin(run: RunRow): void;
  /** Written within one transaction. */
  write(batch: Batch): void;
  /** The machine's inventory; stored when it differs from the newest one. */
  inventory(facts: Readonly<Record<string, unknown>>): void;
  health(): JournalHealth;
  /** Writes what is left, closes the run and the file. */
  close(): Promise<void>;
}

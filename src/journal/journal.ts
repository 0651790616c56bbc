import type { Batch, RunRow } from './write-model.js';

/** The journal's state; `failure` says in words for people why it can't be written. */
export interface JournalHealth {
  readonly path: string;
  readonly failure: string | undefined;
  /** The new path of a corrupt journal that was replaced. */
  readonly movedAside: string | undefined;
}

/** The daemon's side of the journal: sends batches to the writer's thread and never waits for it. */
export interface Journal {
  begin(run: RunRow): void;
  /** Written within one transaction. */
  write(batch: Batch): void;
  /** The machine's inventory; stored if it differs from the newest one. */
  inventory(facts: Readonly<Record<string, unknown>>): void;
  health(): JournalHealth;
  /** Writes the rest, closes the run and the file. */
  close(): Promise<void>;
}

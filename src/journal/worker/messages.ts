import type { JournalHealth } from '../journal.js';
import type { RunRow } from '../write-model.js';
import type { PackedBatch } from './wire.js';

/** What the daemon's thread asks of the writer's thread; done in order. */
export type Order =
  | { readonly kind: 'begin'; readonly run: RunRow }
  | { readonly kind: 'write'; readonly packed: PackedBatch }
  | { readonly kind: 'inventory'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly kind: 'close' };

/** `done` answers each order once it is out of the writer's hands or kept by it; `health` comes when a retry changed it. */
export interface Report {
  readonly kind: 'done' | 'health' | 'closed';
  readonly health: JournalHealth;
}

import type { JournalHealth } from '../journal.js';
import type { RunRow } from '../write-model.js';
import type { PackedBatch } from './wire.js';

/** What the daemon's thread sends to the writer's thread; executed in order. */
export type Command =
  | { readonly kind: 'begin'; readonly run: RunRow }
  | { readonly kind: 'write'; readonly packed: PackedBatch }
  | { readonly kind: 'inventory'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly kind: 'close' };

/** `done` answers each command when it was written or put into the backlog; `health` comes when a retry changed it. */
export interface Reply {
  readonly kind: 'done' | 'health' | 'closed';
  readonly health: JournalHealth;
}

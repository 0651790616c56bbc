import type { Table } from './table.js';

/** Something that happened once: a refused write, drift, a restore, a profile change, an incident. */
export interface EventRow {
  readonly at: number;
  readonly kind: string;
  readonly what: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export const events: Table<EventRow> = {
  writer: db => {
    const insert = db.prepare('INSERT INTO event (run, at_ms, kind, what, detail) VALUES (?, ?, ?, ?, ?)');
    return (run, { at, kind, what, detail }) => insert.run(run, at, kind, what, JSON.stringify(detail));
  },
};

import type { Table } from './table.js';

/** Time in which nothing was measured: `suspend`, `stopped` (between two runs) or `lost` (the helper was away). */
export interface GapRow {
  readonly from: number;
  readonly until: number;
  readonly why: string;
}

export const gaps: Table<GapRow> = {
  writer: db => {
    const insert = db.prepare('INSERT INTO gap (run, from_ms, until_ms, why) VALUES (?, ?, ?, ?)');
    return (run, { from, until, why }) => insert.run(run, from, until, why);
  },
};

import type { UsageRow } from '../usage/entry.js';
import { UsageWriter } from '../usage/usage-writer.js';
import type { Table } from './table.js';

/** Energy by who used it, a row for each minute; its levels, retention and queries are in journal/usage. */
export const usage: Table<UsageRow> = {
  key: ({ slot, part }) => `${slot} ${part}`,
  writer: db => {
    const writer = new UsageWriter(db);
    return (run, row) => writer.write(run, row);
  },
};

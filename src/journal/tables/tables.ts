import type { Database } from 'better-sqlite3';
import { events } from './events.js';
import { experiments } from './experiments.js';
import { gaps } from './gaps.js';
import type { Table } from './table.js';
import { usage } from './usage.js';

/** Every table whose rows a batch carries under the same name, in the order of writing. Decisions and slots have rooms of their own. */
const tables = { gaps, events, experiments, usage };

export type TableName = keyof typeof tables;

type RowOf<Of> = Of extends Table<infer Row> ? Row : never;

/** Rows by table; what a batch has none of is absent. */
export type TableRows = { readonly [Name in TableName]?: readonly RowOf<(typeof tables)[Name]>[] | undefined };

export const tableNames = Object.keys(tables) as readonly TableName[];

/** The list without the types of its rows: what a row of `name` is, `TableRows` has checked. */
const anyTable: Readonly<Record<TableName, Table<never>>> = tables;

/** What tells a waiting row of the table apart. */
export function keyIn(name: TableName, row: unknown): unknown {
  const { key } = anyTable[name];
  return key === undefined ? row : key(row as never);
}

/** Prepares all tables; what it returns writes the rows of a batch. */
export function tablesWriter(db: Database): (run: number, rows: TableRows) => void {
  const writers = tableNames.map(name => [name, anyTable[name].writer(db)] as const);
  return (run, rows) => {
    for (const [name, write] of writers) for (const row of rows[name] ?? []) write(run, row as never);
  };
}

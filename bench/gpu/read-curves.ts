import { parse } from 'csv-parse/sync';
import { type ColumnMap, columnsOf, type Role, TableError } from './columns.js';
import type { Curve, Point } from './curve.js';
import { groups } from './groups.js';

/** A row that lacks a value that a curve needs is skipped and counted. */
export interface Table {
  readonly curves: readonly Curve[];
  readonly columns: ColumnMap;
  readonly rows: number;
  readonly unreadable: number;
  /** Columns without a role in which rows differ that were averaged. */
  readonly averaged: readonly string[];
}

interface Row extends Point {
  readonly record: readonly string[];
  readonly gpu: string;
  readonly workload: string;
}

const number = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

/** The curves of a CSV table; a workload measured at one setting only has none. */
export function readCurves(text: string, told: ColumnMap = {}): Table {
  const [header, ...body] = recordsOf(text);
  if (header === undefined) throw new TableError('empty: expected a header and rows');
  const places = new Map(header.map((name, i) => [name, i]));
  const named = columnsOf(header, told);
  const caps = new Set(body.map(record => record[places.get(named.cap?.[0] ?? '') ?? -1])).size;
  // If caps differ, a clock beside them is what was measured under them, unless it is named as the knob.
  const knob = named.clock === undefined || (caps > 1 && told.clock === undefined) ? 'cap' : 'clock';
  const columns = knob === 'cap' ? capColumns(named) : named;
  const cells = (record: readonly string[], role: Role): string[] =>
    (columns[role] ?? []).map(name => record[places.get(name) ?? -1] ?? '');
  // Power is energy over time, in W.
  const scale = unitOf(columns.energy?.[0]) / unitOf(columns.time?.[0]);
  const rows = body.flatMap(record => rowOf(record, role => cells(record, role), knob, scale) ?? []);
  const curves = groups(rows, r => `${r.gpu}\n${r.workload}`).flatMap(group => curveOf(group, knob) ?? []);
  if (curves.length === 0)
    throw new TableError(
      `no workload with two settings or more: ${body.length} rows, ${body.length - rows.length} of them without a setting, a time and a power above 0`,
    );
  const used = new Set(Object.values(columns).flat());
  const averaged = header.filter((name, i) => !used.has(name) && isAveraged(rows, i));
  return { curves, columns, rows: body.length, unreadable: body.length - rows.length, averaged };
}

/** Whether rows of one workload and setting differ in a column. */
const isAveraged = (rows: readonly Row[], column: number): boolean =>
  groups(rows, r => `${r.gpu}\n${r.workload}\n${r.setting}`).some(
    same => new Set(same.map(r => r.record[column])).size > 1,
  );

function capColumns({ clock, ...columns }: ColumnMap): ColumnMap {
  return clock === undefined || columns.sm_clock !== undefined ? columns : { ...columns, sm_clock: clock };
}

/** Cells between commas, semicolons or tabs: the separator that occurs most in the header. */
function recordsOf(text: string): string[][] {
  const [header = ''] = text.split('\n', 1);
  const [delimiter = ','] = [',', ';', '\t'].sort((a, b) => header.split(b).length - header.split(a).length);
  try {
    return parse(text, { bom: true, delimiter, skip_empty_lines: true, trim: true, relax_column_count: true });
  } catch (error) {
    throw new TableError(`not CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Seconds or joules per unit, by the end of a column's name. */
const units: readonly (readonly [RegExp, number])[] = [
  [/[^a-z]m[sj]\W*$/i, 1e-3],
  [/[^a-z]us\W*$/i, 1e-6],
  [/[^a-z]kj\W*$/i, 1e3],
];
const unitOf = (name = ''): number => units.find(([end]) => end.test(name))?.[1] ?? 1;

/** `time` is absolute here. */
function rowOf(
  record: readonly string[],
  cells: (role: Role) => string[],
  knob: Curve['knob'],
  scale: number,
): Row | undefined {
  const value = (role: Role): number | undefined => {
    const [cell] = cells(role);
    return cell !== undefined && number.test(cell) ? Number(cell) : undefined;
  };
  const share = (role: Role): number | undefined => {
    const percent = value(role);
    return percent === undefined ? undefined : percent / 100;
  };
  const setting = value(knob);
  const rate = value('rate');
  const time = value('time') ?? (rate === undefined ? undefined : 1 / rate);
  const energy = value('energy');
  const power = value('power') ?? (energy === undefined || time === undefined ? undefined : (scale * energy) / time);
  if (setting === undefined || time === undefined || power === undefined) return undefined;
  if (!(setting > 0 && time > 0 && power > 0 && Number.isFinite(time * power))) return undefined;
  return {
    record,
    gpu: cells('gpu').join(' ') || 'unnamed GPU',
    workload: cells('workload').join(' '),
    setting,
    time,
    power,
    busy: share('busy'),
    memoryBusy: share('memory_busy'),
    clock: value('sm_clock'),
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function curveOf(rows: readonly Row[], knob: Curve['knob']): Curve | undefined {
  const at = groups(rows, r => r.setting)
    .map(repeated)
    .sort((a, b) => a.setting - b.setting);
  const [first] = rows;
  const lowest = at[0];
  const highest = at.at(-1);
  if (first === undefined || lowest === undefined || highest === undefined || at.length < 2) return undefined;
  const inert = knob === 'cap' && Math.max(...at.map(p => p.power)) < lowest.setting;
  const power = mean(at.map(p => p.power));
  const points = at.map(p => (inert ? { ...p, time: 1, power } : { ...p, time: p.time / highest.time }));
  return { gpu: first.gpu, workload: first.workload, knob, points, inert };
}

/** Joins rows of the same setting: their means. */
function repeated(rows: readonly Row[]): Point {
  const known = (of: (row: Row) => number | undefined): number | undefined => {
    const values = rows.map(of).filter(v => v !== undefined);
    return values.length === 0 ? undefined : mean(values);
  };
  return {
    setting: rows[0]?.setting ?? Number.NaN,
    time: mean(rows.map(r => r.time)),
    power: mean(rows.map(r => r.power)),
    busy: known(r => r.busy),
    memoryBusy: known(r => r.memoryBusy),
    clock: known(r => r.clock),
  };
}

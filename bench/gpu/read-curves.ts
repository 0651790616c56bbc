import { parse } from 'csv-parse/sync';
import { type ColumnMap, columnsOf, type Role } from './columns.js';
import type { Curve, Point } from './curve.js';
import { groups } from './groups.js';

/** A row without what a curve needs is left out and counted. */
export interface Table {
  readonly curves: readonly Curve[];
  readonly columns: ColumnMap;
  readonly rows: number;
  readonly unreadable: number;
}

interface Row extends Point {
  readonly gpu: string;
  readonly workload: string;
}

const number = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

/** The curves of a CSV table; a workload measured at one setting only has none. */
export function readCurves(text: string, told: ColumnMap = {}): Table {
  const records: string[][] = parse(text, { bom: true, skip_empty_lines: true, trim: true, relax_column_count: true });
  const [header = [], ...body] = records;
  const columns = columnsOf(header, told);
  const places = new Map(header.map((name, i) => [name, i]));
  const cells = (record: readonly string[], role: Role): string[] =>
    (columns[role] ?? []).map(name => record[places.get(name) ?? -1] ?? '');
  const knob = columns.clock === undefined ? 'cap' : 'clock';
  const rows = body.flatMap(record => rowOf(role => cells(record, role), knob) ?? []);
  const curves = groups(rows, r => `${r.gpu}\n${r.workload}`).flatMap(group => curveOf(group, knob) ?? []);
  return { curves, columns, rows: body.length, unreadable: body.length - rows.length };
}

/** `time` is absolute here. */
function rowOf(cells: (role: Role) => string[], knob: Curve['knob']): Row | undefined {
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
  const power = value('power') ?? (energy === undefined || time === undefined ? undefined : energy / time);
  if (setting === undefined || time === undefined || power === undefined) return undefined;
  if (!(setting > 0 && time > 0 && power > 0 && Number.isFinite(time * power))) return undefined;
  return {
    gpu: cells('gpu').join(' '),
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

/** Rows of the same setting as one: their means. */
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

/** The measured operating points and loads of a data folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Point } from '../curves/fit.js';
import type { LoadPoint } from '../curves/server-load.js';

/** Rows of a CSV file by column name; throws if a column is missing. */
export function rowsOf<C extends string>(path: string, columns: readonly C[]): Record<C, string>[] {
  const rows: Record<C, string>[] = parse(readFileSync(path), { columns: true, relax_quotes: true });
  const absent = columns.filter(c => rows[0]?.[c] === undefined);
  if (absent.length > 0)
    throw new SyntaxError(`${path}: no column ${absent.join(', ')}: expected ${columns.join(', ')}`);
  return rows;
}

export interface Cluster {
  /** SoC/variant/first CPU. */
  readonly name: string;
  readonly points: readonly Point[];
  /** W of the idle machine. */
  readonly idle: number;
}

/** With fewer points than this, five parameters cannot be fitted with some points left out. */
const enough = 8;

/** Power by operating point of phone and tablet CPUs (freqbench). */
export function clusters(folder: string): Cluster[] {
  const path = join(folder, 'cpu', 'freqbench.csv');
  const rows = rowsOf(path, ['soc', 'variant', 'cpu_first_of_cluster', 'freq_khz', 'power_mw', 'idle_power_mw']);
  const groups = grouped(rows, r => `${r.soc}/${r.variant}/${r.cpu_first_of_cluster}`);
  return [...groups].flatMap(([name, list]) => {
    const points = list
      .map(r => ({ f: Number(r.freq_khz) / 1e6, watts: Number(r.power_mw) / 1000 }))
      .filter(p => p.f > 0 && p.watts > 0);
    const idle = Math.min(...list.map(r => Number(r.idle_power_mw) / 1000));
    return points.length < enough ? [] : [{ name, points, idle }];
  });
}

export interface Server {
  readonly name: string;
  readonly points: readonly LoadPoint[];
}

/** Package power by load of servers (turbostress, its CPU stressor). */
export function servers(folder: string): Server[] {
  const path = join(folder, 'cpu', 'turbostress.csv');
  const rows = rowsOf(path, ['file', 'stressor', 'load_pct', 'pkg_w']).filter(r => r.stressor === 'CPUStress');
  return [...grouped(rows, r => r.file)].map(([file, list]) => ({
    name: file.replace(/_loadstep.*/, ''),
    points: list.map(r => ({ load: Number(r.load_pct) / 100, watts: Number(r.pkg_w) })),
  }));
}

function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const list = groups.get(key(row));
    if (list === undefined) groups.set(key(row), [row]);
    else list.push(row);
  }
  return groups;
}

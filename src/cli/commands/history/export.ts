import { csvRows, type Exported, exportedOf, jsonLines } from '../../../report/export.js';
import type { Context } from '../../context.js';
import { exitOk, UsageError } from '../../exit.js';
import { withJournal } from '../../journal.js';
import { harmless } from '../../render/harmless.js';
import { write } from '../../write-file.js';

const dayMs = 86_400_000;

interface Options {
  readonly since?: number;
  readonly until?: number;
  /** ms */
  readonly step: number;
  readonly format?: 'csv' | 'jsonl' | 'json';
  readonly output?: string;
}

/** What was measured, for other programs; a daemon may run or not. */
export async function run({ stateDirs, json }: Context, options: Options): Promise<number> {
  const { until = Date.now(), step, format = json ? 'json' : 'csv', output } = options;
  if (json && options.format !== undefined && options.format !== 'json')
    throw new UsageError('--json and --format, expected one of them');
  const since = options.since ?? until - dayMs;
  if (since >= until) throw new UsageError('--since is not before --until');
  if (step % 10_000 !== 0) throw new UsageError(`--step ${step / 1000} s, expected a multiple of 10 s`);
  const { last, points } = await withJournal(stateDirs, reader => ({
    last: reader.lastRun(),
    points: reader.history.points(since, until, step, () => true),
  }));
  const rows = harmless(points.map(exportedOf));
  const text = format === 'csv' ? csvRows(rows) : format === 'jsonl' ? jsonLines(rows) : documentOf(rows, last);
  if (output === undefined) process.stdout.write(text);
  else write(output, text);
  return exitOk;
}

const documentOf = (
  rows: readonly Exported[],
  run: { readonly machine: string; readonly simulated: boolean } | undefined,
) =>
  `${JSON.stringify({ machine: run?.machine ?? null, simulated: run?.simulated ?? null, measured: rows }, null, 2)}\n`;

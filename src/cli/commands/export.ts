import { csvRows, exportedOf, jsonLines } from '../../report/export.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { exitOk, Failure } from '../exit.js';
import { withJournal } from '../journal.js';
import { harmless } from '../render/harmless.js';
import { write } from '../write-file.js';

const dayMs = 86_400_000;

/** What was measured, for other programs; a daemon may run or not. */
export async function run({ stateDirs }: Context, options: Commands['export']): Promise<number> {
  const { until = Date.now(), step, format, output } = options;
  const since = options.since ?? until - dayMs;
  if (since >= until) throw new Failure('--since is not before --until');
  if (step % 10_000 !== 0) throw new Failure(`--step ${step / 1000} s, expected a multiple of 10 s`);
  const points = await withJournal(stateDirs, reader => reader.history.points(since, until, step, () => true));
  const rows = harmless(points.map(exportedOf));
  const text = format === 'csv' ? csvRows(rows) : jsonLines(rows);
  if (output === undefined) process.stdout.write(text);
  else write(output, text);
  return exitOk;
}

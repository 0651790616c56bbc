import { periods, usualPeriod, within } from '../../report/calendar.js';
import { csvOf } from '../../report/csv.js';
import { usesOf } from '../../report/energy.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { exitOk, Failure } from '../exit.js';
import { withJournal } from '../journal.js';
import { harmless } from '../render/harmless.js';
import { plainStyle } from '../render/style.js';
import { banner } from '../view/banner.js';
import { reportLines } from '../view/report.js';
import { write } from '../write-file.js';

const weekMs = 7 * 86_400_000;

/** What was used when, from the journal; a daemon may run or not. */
export async function run(context: Context, options: Commands['report']): Promise<number> {
  const until = options.until ?? Date.now();
  const since = options.since ?? until - weekMs;
  if (since >= until) {
    const said = (ms: number): string => new Date(ms).toISOString();
    throw new Failure(`--since ${said(since)} is not before --until ${said(until)}`);
  }
  const by = options.by ?? usualPeriod(until - since);
  const spans = periods(since, until, by);
  const { last, sums } = await withJournal(context.stateDirs, reader => ({
    last: reader.lastRun(),
    sums: reader.history.sums(within(spans, since, until), ['energy', 'temperature']),
  }));
  const uses = harmless(usesOf(sums, spans));
  const format = context.json ? 'json' : options.format;
  const style = options.output === undefined ? context.style : plainStyle;
  const machine = { machine: last?.machine ?? null, simulated: last?.simulated ?? null };
  const text =
    format === 'csv'
      ? csvOf(uses)
      : format === 'json'
        ? `${JSON.stringify({ ...machine, since, until, by, uses }, undefined, 2)}\n`
        : [
            ...(last === undefined ? [] : banner(last, style)),
            ...(uses.length === 0 ? ['nothing was measured in that time'] : reportLines(uses, by, style)),
            '',
          ].join('\n');
  if (options.output === undefined) process.stdout.write(format === 'table' ? style.legible(text) : text);
  else write(options.output, text);
  return exitOk;
}

import { loadConfig } from '../../../config/file.js';
import { systemConfigPath } from '../../../control/paths.js';
import { csvOf, groupCsvOf } from '../../../report/csv.js';
import { type Division, isGroup, type Report, reportOf } from '../../../report/report.js';
import { usageCsv } from '../../../report/usage-csv.js';
import type { Context } from '../../context.js';
import { exitOk, Failure, UsageError } from '../../exit.js';
import { withJournal } from '../../journal.js';
import { harmless } from '../../render/harmless.js';
import { plainStyle, type Style } from '../../render/style.js';
import { dateTime } from '../../render/units.js';
import { banner } from '../../view/banner.js';
import { reportLines } from '../../view/report.js';
import { usageLines } from '../../view/usage.js';
import { write } from '../../write-file.js';

const weekMs = 7 * 86_400_000;

interface Options {
  readonly since?: number;
  readonly until?: number;
  readonly by?: Division;
  readonly format: 'table' | 'json' | 'csv' | 'html';
  readonly output?: string;
  readonly config?: string;
}

/** What was used when, from the journal; a daemon may run or not. */
export async function run(context: Context, options: Options): Promise<number> {
  checkZone(process.env.TZ);
  const until = options.until ?? Date.now();
  const since = options.since ?? until - weekMs;
  if (since >= until) {
    const said = (ms: number): string => new Date(ms).toISOString();
    throw new UsageError(`--since ${said(since)} is not before --until ${said(until)}`);
  }
  const { tariff } = await loadConfig(options.config ?? systemConfigPath, options.config !== undefined);
  const asked = { since, until, by: options.by, tariff };
  const format = context.json ? 'json' : options.format;
  if (format === 'html') {
    const { htmlReport } = await import('../../html/report.js');
    const page = await withJournal(context.stateDirs, reader => htmlReport(reader, reportOf(reader, asked)));
    if (options.output === undefined) process.stdout.write(page);
    else write(options.output, page);
    return exitOk;
  }
  const report = harmless(await withJournal(context.stateDirs, reader => reportOf(reader, asked)));
  const style = options.output === undefined ? context.style : plainStyle;
  const text = written(report, format, style);
  if (options.output === undefined) process.stdout.write(format === 'table' ? style.legible(text) : text);
  else write(options.output, text);
  return exitOk;
}

function written(report: Report, format: 'table' | 'json' | 'csv', style: Style): string {
  const { by, groups, uses, usage } = report;
  switch (format) {
    case 'csv':
      if (usage !== null) return usageCsv(usage, report);
      return isGroup(by) ? groupCsvOf(by, groups[by]) : csvOf(uses);
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case 'table':
      return [
        ...head(report, style),
        ...(groups.source.length === 0 ? unmeasured(report, style) : reportLines(report, style)),
        '',
      ].join('\n');
  }
}

const head = ({ machine, simulated }: Report, style: Style): string[] =>
  machine === null || simulated === null ? [] : banner({ machine, simulated }, style);

/** Who ran may be known where nothing measures energy. */
const unmeasured = (report: Report, style: Style): string[] =>
  report.usage === null ? nothing(report) : usageLines(report.usage, style);

/** Nothing measured is said, with where to look. */
function nothing({ kept }: Report): string[] {
  const elsewhere =
    kept === null
      ? 'the journal holds none at all'
      : `the journal has some from ${dateTime(kept.from)} to ${dateTime(kept.until)}`;
  return [`nothing was measured in that time; ${elsewhere}`];
}

/** Node quietly takes UTC for a zone that it does not know. A POSIX rule such as `CET-1CEST` is no name. */
function checkZone(zone: string | undefined): void {
  if (zone === undefined || zone === '' || /^[A-Za-z]{3,}[-+]?\d/.test(zone)) return;
  try {
    Intl.DateTimeFormat(undefined, { timeZone: zone.replace(/^:/, '') });
  } catch {
    throw new Failure(`TZ=${zone}: no such time zone, expected a name such as Europe/Berlin or UTC`);
  }
}

import { explain } from '../governor/explain/explain.js';
import type { JournalReader } from '../journal/query/query.js';
import { energy, span } from '../model/format.js';
import { chartData } from '../report/html/chart-data.js';
import { htmlOf, type Words } from '../report/html/page.js';
import { chartedSeries, type Report, stepFor } from '../report/report.js';
import { harmless } from './render/harmless.js';
import { dateTime, power, temperature } from './render/units.js';
import { accountLines } from './view/report-account.js';
import { nothingSentence, usageHeadings, usageRows } from './view/usage.js';

/** As many steps as a wide screen can show apart. */
const chartCells = 700;
const listedDecisions = 50;

/** The report as one page, with what only the page shows: a finer course and the newest decisions. */
export function htmlReport(reader: JournalReader, told: Report): string {
  const report = harmless(told);
  const { since, until } = report;
  const step = reader.history.finestStep(since, until, stepFor(until - since, chartCells));
  const course = reader.history.points(since, until, step, chartedSeries);
  const chart = chartData(report.zone, since, until, step, course, reader.decisionCounts(since, until, step));
  const decisions = reader.decisions({ since, until, limit: listedDecisions }).map(d => ({
    at: d.from,
    scope: d.scope,
    why: explain(d.scope, d.after, d.reasons),
  }));
  const words = {
    time: (ms: number) => dateTime(ms).slice(0, 16),
    energy,
    power,
    temperature,
    span,
    account: accountLines(report),
    usage: usageWords(report),
  };
  return htmlOf(report, harmless(chart), harmless(decisions), words);
}

function usageWords({ usage }: Report): Words['usage'] {
  if (usage === null) return undefined;
  return usage.nothing === null ? { headings: usageHeadings(usage), rows: usageRows(usage) } : nothingSentence(usage);
}

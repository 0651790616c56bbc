import { summary } from '../../governor/explain/summary.js';
import type { JournalReader } from '../../journal/query/query.js';
import { energy, span } from '../../model/format.js';
import { periodNames } from '../../report/calendar.js';
import { courseOf } from '../../report/course.js';
import { meterOfSums } from '../../report/energy.js';
import { chartData } from '../../report/html/chart-data.js';
import { htmlOf, type Words } from '../../report/html/page.js';
import { shownPane } from '../../report/html/shown-pane.js';
import type { Report } from '../../report/report.js';
import { proofOf } from '../../web/history/proof.js';
import { harmless } from '../render/harmless.js';
import { dateTime, periodStart, power, temperature } from '../render/units.js';
import { sideLines } from '../view/report-account.js';
import { nothingSentence, usageHeadings, usageRows } from '../view/usage.js';
import { headline } from './headline.js';

/** As many steps as a wide screen can show apart. */
const chartCells = 700;
const listedDecisions = 50;

/** The report as one page, with what only the page shows: a finer course, what is known of savings, and the newest decisions. */
export function htmlReport(reader: JournalReader, told: Report): string {
  const report = harmless(told);
  const { since, until, by } = report;
  const { from, until: end, stepMs, points } = courseOf(reader, since, until, chartCells);
  const made = chartData(report.zone, from, end, stepMs, points, reader.decisionCounts(from, end, stepMs));
  const meter = meterOfSums(points);
  const chart = { ...made, panes: made.panes.map(pane => shownPane(pane, meter)) };
  const decisions = reader.decisions({ since, until, limit: listedDecisions }).map(d => ({
    at: d.from,
    until: d.until,
    scope: d.scope,
    why: summary({ limits: d.after, reasons: d.reasons }, d.mode === 'govern'),
  }));
  const proof = harmless(proofOf(reader, told.groups.profile));
  const words = {
    time: (ms: number) => dateTime(ms).slice(0, 16),
    period: (ms: number) => periodStart(ms, periodNames.find(name => name === by) ?? 'hour'),
    energy,
    power,
    temperature,
    span,
    headline: headline(report, proof),
    account: sideLines(report),
    usage: usageWords(report),
  };
  return htmlOf(report, harmless(chart), harmless(decisions), words);
}

function usageWords({ usage }: Report): Words['usage'] {
  if (usage === null) return undefined;
  return usage.nothing === null ? { headings: usageHeadings(usage), rows: usageRows(usage) } : nothingSentence(usage);
}

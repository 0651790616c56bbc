import { summary } from '../../governor/explain/summary.js';
import type { Wanted } from '../../journal/query/history.js';
import type { JournalReader } from '../../journal/query/query.js';
import { accountOf } from '../../report/account.js';
import { chartedSeries } from '../../report/course.js';
import { meterOfSums } from '../../report/energy.js';
import { groupUses } from '../../report/groups.js';
import { type ChartData, chartData } from '../../report/html/chart-data.js';
import { shownPane } from '../../report/html/shown-pane.js';
import { type Usage, usageOf } from '../../report/usage.js';
import { type Band, bandsOf, profileOf, sourceOf } from './bands.js';
import { type Mark, markedKinds, marksOf, mostMarks } from './marks.js';
import { type Proof, proofOf } from './proof.js';
import { type SpanName, spans } from './spans.js';

/** A span of the journal as the page shows it; times in UTC ms. */
export interface History {
  readonly span: SpanName;
  readonly since: number;
  readonly until: number;
  readonly chart: ChartData;
  readonly profiles: readonly Band[];
  readonly sources: readonly Band[];
  readonly marks: readonly Mark[];
  readonly joules: number;
  /** What was metered. */
  readonly metered: string;
  readonly usage: Usage;
  /** Newest first. */
  readonly decisions: readonly Decided[];
  readonly proof: Proof;
}

interface Decided {
  readonly at: number;
  readonly until: number;
  readonly scope: string;
  readonly why: string;
}

const listedDecisions = 40;
const listedUsers = 12;
/** The page tells no cost. */
const noTariff = { pricePerKwh: undefined, currency: '', co2GramsPerKwh: undefined };

const conditionsOf: Wanted = ({ kind, name }) =>
  kind === 'frequency' || kind === 'promise' || (kind === 'temperature' && name === 'hottest');

/** Reads a span that ends at `until`. Costs as much as the level of the journal that has its steps has slots in it: thousands of rows for any span. */
export function historyOf(reader: JournalReader, span: SpanName, until: number): History {
  const { ms, step: wanted } = spans[span];
  const since = until - ms;
  const whole = { from: since, until };
  const step = reader.history.finestStep(since, until, wanted);
  const course = reader.history.points(since, until, step, chartedSeries);
  const chart = chartData(
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    since,
    until,
    step,
    course,
    reader.decisionCounts(since, until, step),
  );
  const meter = meterOfSums(course);
  const inForce = reader.history.inForce(since, until, step, conditionsOf);
  const sums = reader.history.sums([whole], s => s.kind === 'energy')[0] ?? [];
  const account = accountOf(sums, noTariff);
  const usage = usageOf(reader, whole, 'application');
  return {
    span,
    since,
    until,
    chart: { ...chart, panes: chart.panes.map(pane => shownPane(pane, meter)) },
    profiles: bandsOf(inForce, step, profileOf),
    sources: bandsOf(inForce, step, sourceOf),
    marks: marksOf(reader.eventsOf(markedKinds, { since, until, limit: mostMarks })),
    joules: account.joules,
    metered: account.metered,
    usage: { ...usage, users: usage.users.slice(0, listedUsers) },
    decisions: reader.decisions({ since, until, limit: listedDecisions }).map(d => ({
      at: d.from,
      until: d.until,
      scope: d.scope,
      why: summary({ limits: d.after, reasons: d.reasons }, d.mode === 'govern'),
    })),
    proof: proofOf(reader, groupUses(sums, whole, 'profile')),
  };
}

import type { Point, Wanted } from '../journal/query/history.js';
import type { JournalReader } from '../journal/query/query.js';
import type { StoredRun } from '../journal/read-model.js';
import type { Tariff } from '../model/people/tariff.js';
import { type Account, accountOf } from './account.js';
import { type Period, type PeriodName, periods, usualPeriod, within } from './calendar.js';
import { courseOf } from './course.js';
import { type Use, usesOf } from './energy.js';
import { type GroupName, type GroupUse, groupNames, groupUses } from './groups.js';
import { type PromiseKept, promiseKept } from './promise.js';
import { type Usage, usageOf } from './usage.js';
import { type WayName, wayNames } from './way.js';
import { type WorkDone, workOf } from './work.js';

/** How the report divides its time. */
export type Division = PeriodName | GroupName | WayName;

export interface Requested {
  readonly since: number;
  readonly until: number;
  readonly by?: Division | undefined;
  readonly tariff: Tariff;
}

export interface Report {
  readonly machine: string | null;
  readonly simulated: boolean | null;
  readonly zone: string;
  readonly since: number;
  readonly until: number;
  readonly by: Division;
  /** By period of the calendar; empty where the division is another. */
  readonly uses: readonly Use[];
  /** The whole time by profile, power source and governor. */
  readonly groups: Readonly<Record<GroupName, readonly GroupUse[]>>;
  /** The whole time by who used it, where the division is that. */
  readonly usage: Usage | null;
  /** What applications reported by heartbeats. */
  readonly work: readonly WorkDone[];
  readonly account: Account;
  readonly promise: PromiseKept;
  /** Overrides that people asked for. */
  readonly overrides: number;
  /** Power, heat and frequency in even steps, from the first that was measured to the last. */
  readonly course: readonly Point[];
  readonly courseFrom: number;
  readonly courseUntil: number;
  readonly courseStepMs: number;
  /** When the first and the newest slot of the whole journal begin; null if it is empty. */
  readonly kept: Period | null;
}

/** Without single zones and frequency bands. */
const reportedSeries: Wanted = ({ kind, name }) =>
  kind === 'temperature' ? name === 'hottest' : kind !== 'frequency' && kind !== 'residency';

/** With its name and unit a line of them fits 80 columns. */
const courseCells = 54;

export const isGroup = (by: Division): by is GroupName => groupNames.some(name => name === by);
export const isWay = (by: Division): by is WayName => wayNames.some(name => name === by);

/** Reads everything in a report from the journal. */
export function reportOf(reader: JournalReader, { since, until, by: asked, tariff }: Requested): Report {
  const by = asked ?? usualPeriod(until - since);
  const whole = { from: since, until };
  const last: StoredRun | undefined = reader.lastRun();
  const spans = isGroup(by) || isWay(by) ? [whole] : periods(since, until, by);
  const sums = reader.history.sums([...within(spans, since, until), whole], reportedSeries);
  const all = sums.at(-1) ?? [];
  const group = (name: GroupName): GroupUse[] => groupUses(all, whole, name);
  const course = courseOf(reader, since, until, courseCells);
  return {
    machine: last?.machine ?? null,
    simulated: last?.simulated ?? null,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    since,
    until,
    by,
    uses: isGroup(by) || isWay(by) ? [] : usesOf(sums, spans),
    groups: { profile: group('profile'), source: group('source'), governor: group('governor') },
    usage: isWay(by) ? usageOf(reader, whole, by) : null,
    work: workOf(reader, whole),
    account: accountOf(all, tariff),
    promise: promiseKept(all, reader.newestEvent('promise', until)),
    overrides: reader.countEvents('override', 'asked', since, until),
    course: course.points,
    courseFrom: course.from,
    courseUntil: course.until,
    courseStepMs: course.stepMs,
    kept: reader.history.extent() ?? null,
  };
}

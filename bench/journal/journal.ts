import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { JournalReader } from '../../src/journal/query/query.js';
import type { Batch } from '../../src/journal/write-model.js';
import { openJournal } from '../../src/journal/writer/opening.js';
import { Writer } from '../../src/journal/writer/writer.js';
import { reportOf } from '../../src/report/report.js';
import { type Figure, spread } from '../figures.js';
import { benchDelay } from './delay.js';
import { recordedHours } from './hours.js';
import { decisionAt, slotsAt, writeYear } from './year.js';

const dayMs = 86_400_000;
const until = Date.UTC(2026, 10, 22);
const seed = 101;
const hours = 2;
const rounds = 15;
const cpus = 256;
const seconds = 120;
const tariff = { pricePerKwh: 0.32, currency: 'EUR', co2GramsPerKwh: 380 };

/** The disk space of a laptop's year, the time to report it, and the cost of the writer on a large machine. */
export async function benchJournal(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-bench-journal-'));
  try {
    const path = join(folder, 'journal.db');
    const decisions = recordedHours(seed, hours);
    writeYear(path, { days: 365, until, decisions, hours });
    const size = statSync(path).size / 2 ** 20;
    const reader = new JournalReader(path);
    const growth = reader.ask(usageShare);
    const year = timed(() => reportOf(reader, { since: until - 365 * dayMs, until, by: 'month', tariff }));
    const week = timed(() => reportOf(reader, { since: until - 7 * dayMs, until, by: 'hour', tariff }));
    reader.close();
    return [
      {
        name: `a laptop's year, ${Math.round(decisions.length / hours)} decisions an hour of 15 a day`,
        unit: 'MiB',
        median: size,
        low: size,
        high: size,
        bar: 150,
      },
      { name: 'its growth by energy by application', unit: '%', median: growth, low: growth, high: growth, bar: 20 },
      { name: "a year's report by month", unit: 'ms', ...spread(year), bar: 150 },
      { name: "a week's report by hour", unit: 'ms', ...spread(week), bar: 30 },
      {
        name: `writer of ${cpus} CPUs at 10 Hz: share of a core`,
        unit: '%',
        ...spread(writing(join(folder, 'server.db'))),
        bar: 1,
      },
      ...(await benchDelay(folder, largeMachine())),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Pages of energy by who used it, in percent of all others. */
function usageShare(db: Database): number {
  const bytes = (where: string): number =>
    Number(db.prepare(`SELECT sum(pgsize) FROM dbstat WHERE ${where}`).pluck().get());
  return (100 * bytes("name LIKE '%usage%'")) / bytes("name NOT LIKE '%usage%'");
}

function timed(work: () => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
}

/** CPU of each second's flush in percent of that second. */
function writing(path: string): number[] {
  const { db } = openJournal(path, until);
  const writer = new Writer(db);
  writer.begin({ started: until, bootId: 'bench', version: 'bench', machine: 'linux', simulated: true });
  const batchOf = largeMachine();
  const shares: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const batch = batchOf(second);
    const before = process.cpuUsage();
    writer.write(batch);
    const { user, system } = process.cpuUsage(before);
    shares.push((user + system) / 10_000);
  }
  db.close();
  return shares;
}

/** The rows of each second: all decisions are extended, one in sixteen is new. */
function largeMachine(): (second: number) => Batch {
  const open = Array.from({ length: cpus }, (_, i) => ({ key: i + 1, from: until }));
  let keys = cpus;
  return second => {
    const now = until + second * 1000;
    for (let i = second % 16; i < cpus; i += 16) open[i] = { key: ++keys, from: now };
    return {
      until: now,
      decisions: open.map(({ key, from }) => decisionAt(key, from, now)),
      slots: slotsAt(now - (now % 10_000), 10_000),
      gaps: [],
      events: [],
    };
  };
}

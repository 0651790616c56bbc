import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Guest } from './guest.js';

type Limits = Readonly<Record<string, number | string>>;

export interface DecisionRow {
  scope: string;
  from_ms: number;
  until_ms: number;
  ticks: number;
  mode: string;
  before: Limits;
  after: Limits;
  readback: Limits | null;
  reasons: readonly { control: string; rule: string; code: string; facts: Limits }[];
}

export interface EnergyRow {
  slot_ms: number;
  domain: string;
  millijoules: number;
  measured_ms: number;
}

export interface EventRow {
  at_ms: number;
  kind: string;
  what: string;
  detail: Readonly<Record<string, unknown>>;
}

/** All minutes together: by application, cgroup or unit, and idle. Energy in mJ, CPU time in ms. */
export interface UsageRow {
  way: string;
  name: string;
  millijoules: number;
  amount: number;
}

export interface JournalContents {
  decisions: DecisionRow[];
  energy: EnergyRow[];
  usage: UsageRow[];
  gaps: { from_ms: number; until_ms: number; why: string }[];
  events: EventRow[];
}

/** What went wrong; no fault is a promise that came into force, a machine without tasks, or a recording because of heat or a slow emulator. */
export const faults = (events: readonly EventRow[]): readonly EventRow[] =>
  events.filter(({ kind }) => kind !== 'incident' && kind !== 'promise' && kind !== 'tasks');

const energyOf10s = `(SELECT q.slot_ms, s.name AS domain, q.integral AS millijoules, q.measured_ms
  FROM slot_10s q JOIN series s ON s.id = q.series WHERE s.kind = 'energy')`;

const usage = `(SELECT n.way, n.name, sum(u.millijoules) AS millijoules, sum(u.amount) AS amount
  FROM usage_1min u JOIN usage_name n ON n.id = u.name GROUP BY n.way, n.name)`;

const JSON_COLUMNS = ['before', 'after', 'readback', 'reasons', 'detail'];

/** All that a daemon which has ended left in its journal. Read file by file, since a guest with its root in memory can't share folders. */
export async function readJournal(guest: Guest, stateDir: string): Promise<JournalContents> {
  const folder = await mkdtemp(join(tmpdir(), 'rig-journal-'));
  try {
    for (const name of ['journal.db', 'journal.db-wal']) {
      const bytes = await guest.readBytes(`${stateDir}/${name}`).catch(() => undefined);
      if (bytes !== undefined) await writeFile(join(folder, name), bytes);
    }
    return contents(join(folder, 'journal.db'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function contents(path: string): JournalContents {
  const db = new Database(path, { fileMustExist: true });
  const rows = (table: string, order: string): never[] =>
    db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${order}`).all().map(parsed) as never[];
  const all = {
    decisions: rows('decision', 'id'),
    energy: rows(energyOf10s, 'slot_ms'),
    usage: rows(usage, 'name'),
    gaps: rows('gap', 'from_ms'),
    events: rows('event', 'id'),
  };
  db.close();
  return all;
}

function parsed(row: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(row).map(([name, value]) =>
    JSON_COLUMNS.includes(name) && typeof value === 'string' ? [name, JSON.parse(value) as unknown] : [name, value],
  );
  return Object.fromEntries(entries) as Record<string, unknown>;
}

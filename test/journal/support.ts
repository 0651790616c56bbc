import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { BindingReason } from '../../src/governor/arbitration/decision.js';
import { levelNames } from '../../src/journal/rollup/level.js';
import type { Batch, Conditions, DecisionRow, RunRow, Series, SlotRow } from '../../src/journal/write-model.js';
import { openJournal } from '../../src/journal/writer/opening.js';
import { Writer } from '../../src/journal/writer/writer.js';

/** A directory of the running test, gone when it ends. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lattice-journal-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const journalIn = (dir: string): string => join(dir, 'journal.db');

/** A compiled file of src/journal, for what needs a thread or a process of its own. */
export function compiled(name: string): string {
  const path = fileURLToPath(new URL(`../../dist/journal/${name}.js`, import.meta.url));
  if (!existsSync(path))
    throw new Error(`${path} is missing; expected the output of "npm run build", which "npm test" runs first`);
  return path;
}

export const runRow: RunRow = {
  started: 1_000_000,
  bootId: 'boot-1',
  version: '0.1.0',
  machine: 'linux',
  simulated: false,
};

export const reason: BindingReason = {
  control: 'max_freq',
  bound: 'max',
  priority: 'governor',
  rule: 'strict-cap',
  code: 'latency',
  facts: { utilisation: 0.41, compute_share: 0.8 },
};

/** A new journal in which a run that started then is being written. */
export function begunJournal(started = runRow.started): { path: string; db: Database.Database; writer: Writer } {
  const path = journalIn(scratch());
  const { db } = openJournal(path, 0);
  const writer = new Writer(db);
  writer.begin({ ...runRow, started });
  return { path, db, writer };
}

export function decision(over: Partial<DecisionRow> = {}): DecisionRow {
  const span = { key: 1, scope: 'policy0', from: 1_000_000, until: 1_000_900, ticks: 10 };
  const plan = {
    before: { max_freq: 4_000_000 },
    after: { max_freq: 2_400_000, epp: 'balance_performance' },
    readback: null,
  };
  return {
    ...span,
    mode: 'govern',
    profile: 'balanced',
    ...plan,
    reasons: [reason],
    features: { busy: 0.41 },
    ...over,
  };
}

export const under: Conditions = { mode: 'govern', profile: 'balanced', source: 'mains', governor: 'schedutil' };

export const package0: Series = { kind: 'energy', name: 'package0' };

export function energy({ domain, ...over }: Partial<SlotRow> & { readonly domain?: string } = {}): SlotRow {
  const figures = { integral: 42_000, measuredMs: 10_000, min: 3000, max: 5100 };
  const series: Series = domain === undefined ? package0 : { kind: 'energy', name: domain };
  return { slot: 1_000_000, series, under, part: 0, ...figures, ...over };
}

export function batch(over: Partial<Batch> = {}): Batch {
  return { until: 1_001_000, decisions: [], slots: [], gaps: [], events: [], ...over };
}

/** All rows of a query, on a connection of its own, as sqlite3 would show them. */
export function rows(path: string, sql: string): Record<string, unknown>[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<[], Record<string, unknown>>(sql).all();
  } finally {
    db.close();
  }
}

/** What each coarser level holds, and what the finer one holds of the time that it is filled to: the same, always. */
export const levelSums = (path: string): Record<string, unknown>[] =>
  rows(
    path,
    levelNames
      .slice(1)
      .map(
        (level, i) => `
          SELECT name, (SELECT sum(integral) FROM ${levelNames[i]} WHERE slot_ms < filled_to_ms) AS fine,
            (SELECT sum(integral) FROM ${level}) AS coarse
          FROM level WHERE name = '${level}'`,
      )
      .join(' UNION ALL '),
  );

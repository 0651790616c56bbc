import { join } from 'node:path';
import type { DecisionRow, RunRow } from '../../src/journal/write-model.js';
import { openJournal } from '../../src/journal/writer/opening.js';
import { Writer } from '../../src/journal/writer/writer.js';

export const began = Date.UTC(2026, 10, 22, 20, 0, 0);

const run: RunRow = { started: began, bootId: 'b007', version: '0.1.0', machine: 'linux', simulated: false };

const row = (key: number, changes: Partial<DecisionRow>): DecisionRow => ({
  key,
  scope: 'policy0',
  from: began + key * 60_000,
  until: began + key * 60_000 + 30_000,
  ticks: 300,
  mode: 'govern',
  profile: 'balanced',
  before: { min_freq: 400_000, max_freq: 4_400_000 },
  after: { min_freq: 800_000, max_freq: 3_100_000, epp: 'balance_power' },
  readback: null,
  reasons: [
    {
      control: 'max_freq',
      bound: 'max',
      priority: 'safety',
      rule: 'thermal',
      code: 'near-trip',
      facts: { zone: 'x86_pkg_temp', temperature_c: 88, predicted_c: 94, trip_c: 95, trip: 'passive' },
    },
  ],
  features: { busy: 0.45 },
  ...changes,
});

/** Writes a journal of one run with three decisions about two scopes into a state directory. */
export function makeJournal(stateDir: string, changes: Partial<RunRow> = {}): string {
  const path = join(stateDir, 'journal.db');
  const { db } = openJournal(path, began);
  const writer = new Writer(db);
  writer.begin({ ...run, ...changes });
  const decisions = [row(1, {}), row(2, { scope: 'policy4', reasons: [] }), row(3, { mode: 'observe', ticks: 2 })];
  writer.write({ until: began + 240_000, decisions, slots: [], gaps: [], events: [] });
  writer.end(began + 240_000);
  db.close();
  return path;
}

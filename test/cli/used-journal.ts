import { join } from 'node:path';
import type { UsageEntry, UsageRow, Way } from '../../src/journal/usage/entry.js';
import { openJournal } from '../../src/journal/writer/opening.js';
import { Writer } from '../../src/journal/writer/writer.js';
import { temporary } from '../control/fixture.js';

const minute = 60_000;
const day = Date.UTC(2026, 10, 22);

/** Options that name a journal in which these were the entries of each minute from 8 to 10 o'clock, UTC. */
export function usedJournal(entries: readonly UsageEntry[], event?: string): string[] {
  const directory = temporary();
  const { db } = openJournal(join(directory, 'journal.db'), day);
  const writer = new Writer(db);
  writer.begin({ started: day, bootId: 'b007', version: '0.1.0', machine: 'linux', simulated: false });
  const usage: UsageRow[] = [];
  if (entries.length > 0)
    for (let slot = day + 480 * minute; slot < day + 600 * minute; slot += minute)
      usage.push({ slot, part: 0, entries });
  const events = event === undefined ? [] : [{ at: day, kind: 'tasks', what: 'off', detail: { why: event } }];
  writer.write({ until: day + 600 * minute, decisions: [], slots: [], gaps: [], events, usage });
  writer.end(day + 600 * minute);
  db.close();
  return ['--state-dir', directory, '--runtime-dir', directory];
}

export const used = (way: Way, name: string, millijoules: number | null, amount = 1000): UsageEntry => ({
  way,
  name,
  millijoules,
  amount,
});

import { join } from 'node:path';
import type { SlotRow } from '../../src/journal/write-model.js';
import { openJournal } from '../../src/journal/writer/opening.js';
import { Writer } from '../../src/journal/writer/writer.js';
import { temporary } from '../control/fixture.js';

const hour = 3_600_000;
const day = Date.UTC(2026, 10, 22);

/** A journal of one package that drew 10 W from 8 to 10 o'clock and 40 W from 10 to 11, in UTC; the options that name it. */
export function measuredJournal(simulated = false): string[] {
  const directory = temporary();
  const { db } = openJournal(join(directory, 'journal.db'), day);
  const writer = new Writer(db);
  writer.begin({ started: day, bootId: 'b007', version: '0.1.0', machine: 'linux', simulated });
  const slots: SlotRow[] = [];
  const under = { mode: 'govern', profile: 'balanced', source: 'mains', governor: 'schedutil' } as const;
  for (let slot = day + 8 * hour; slot < day + 11 * hour; slot += 10_000) {
    const watts = slot < day + 10 * hour ? 10 : 40;
    const row = { slot, under, part: 0, measuredMs: 10_000 };
    const mW = watts * 1000;
    const heat = watts === 40 ? 88_000 : 50_000;
    slots.push({ ...row, series: { kind: 'energy', name: 'package0' }, integral: watts * 10_000, min: mW, max: mW });
    slots.push({
      ...row,
      series: { kind: 'temperature', name: 'hottest' },
      integral: heat * 10_000,
      min: heat,
      max: heat,
    });
  }
  writer.write({ until: day + 11 * hour, decisions: [], slots, gaps: [], events: [] });
  writer.end(day + 11 * hour);
  db.close();
  return ['--state-dir', directory, '--runtime-dir', directory];
}

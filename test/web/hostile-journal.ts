import { join } from 'node:path';
import type { Conditions, EventRow, Series, SlotRow } from '../../src/journal/write-model.js';
import { openJournal } from '../../src/journal/writer/opening.js';
import { Writer } from '../../src/journal/writer/writer.js';
import { decision } from '../journal/support.js';

export const markup = '<img src=x onerror="document.title=`taken`">';
const hour = 3_600_000;
const step = 60_000;

/** A journal of the two days before `until`, in which names are markup and turn text around; gives its path. */
export function hostileJournal(folder: string, until: number): string {
  const path = join(folder, 'journal.db');
  const from = Math.floor((until - 48 * hour) / step) * step;
  const under = (at: number): Conditions => ({
    mode: 'govern',
    profile: at < from + 36 * hour ? 'balanced' : markup,
    source: at < from + 30 * hour ? 'mains' : 'battery',
    governor: 'schedutil',
  });
  const { db } = openJournal(path, from);
  const writer = new Writer(db);
  writer.begin({ started: from, bootId: 'b', version: '0', machine: markup, simulated: false });
  const slots: SlotRow[] = [];
  for (let slot = from; slot < until; slot += step) {
    const row = (series: Series, value: number): SlotRow => ({
      slot,
      series,
      under: under(slot),
      part: 0,
      measuredMs: step,
      integral: value * (series.kind === 'energy' ? step / 1000 : step),
      min: value,
      max: value,
    });
    slots.push(
      row({ kind: 'energy', name: 'package0' }, 10_000),
      row({ kind: 'temperature', name: 'hottest' }, 50_000),
      row({ kind: 'frequency', name: `package0 ${markup}` }, 2_000_000),
    );
  }
  const decisions = Array.from({ length: 48 }, (_, i) =>
    decision({ key: i + 1, scope: `policy0${markup}`, from: from + i * hour, until: from + (i + 1) * hour - 1 }),
  );
  const events: EventRow[] = [
    { at: until - 5 * hour, kind: 'profile', what: markup, detail: { why: `\u202e${markup}` } },
    { at: until - 3 * hour, kind: 'override', what: 'asked', detail: { max: 2_400_000 } },
  ];
  const usage = [
    {
      slot: Math.floor((until - hour) / 60_000) * 60_000,
      part: 0,
      entries: [
        { way: 'application' as const, name: markup, millijoules: 9000, amount: 3000 },
        { way: 'idle' as const, name: '', millijoules: 1000, amount: 60_000 },
      ],
    },
  ];
  writer.write({ until, decisions, slots, gaps: [], events, usage });
  writer.end(until);
  db.close();
  return path;
}

import type { Conditions, Series, SlotRow } from '../../../src/journal/write-model.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { decision } from '../../journal/support.js';

const hour = 3_600_000;
const step = 300_000;

/** A journal of two days in November 2026: 10 W, and 40 W in the second one; a decision an hour. */
export function writeDays(path: string): void {
  const from = Date.UTC(2026, 10, 20);
  const under: Conditions = { mode: 'govern', profile: '<i>balanced</i>', source: 'mains', governor: 'schedutil' };
  const { db } = openJournal(path, from);
  const writer = new Writer(db);
  writer.begin({ started: from, bootId: 'b', version: '0', machine: 'linux', simulated: true });
  const slots: SlotRow[] = [];
  for (let slot = from; slot < from + 48 * hour; slot += step) {
    const late = slot >= from + 24 * hour;
    const gauge = (series: Series, value: number): SlotRow => ({
      slot,
      series,
      under,
      part: 0,
      measuredMs: step,
      integral: value * (series.kind === 'energy' ? step / 1000 : step),
      min: value,
      max: value,
    });
    slots.push(
      gauge({ kind: 'energy', name: 'package0' }, late ? 40_000 : 10_000),
      gauge({ kind: 'temperature', name: 'hottest' }, late ? 80_000 : 50_000),
      gauge({ kind: 'frequency', name: 'package0' }, 2_000_000),
    );
  }
  const decisions = Array.from({ length: 48 }, (_, i) =>
    decision({ key: i + 1, from: from + i * hour, until: from + (i + 1) * hour - 1 }),
  );
  writer.write({ until: from + 48 * hour, decisions, slots, gaps: [], events: [] });
  writer.end(from + 48 * hour);
  db.close();
}

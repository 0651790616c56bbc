import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import type { Series } from '../../../src/journal/write-model.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, energy, journalIn, runRow, scratch, under } from '../support.js';

const zone: Series = { kind: 'temperature', name: 'hottest' };
const onBattery = { ...under, source: 'battery' } as const;

let db: Database;
let writer: Writer;
let reader: JournalReader;
beforeEach(() => {
  const path = journalIn(scratch());
  db = openJournal(path, 0).db;
  writer = new Writer(db);
  writer.begin(runRow);
  reader = new JournalReader(path);
  onTestFinished(() => reader.close());
});

describe('History', () => {
  it('joins levels, and keeps conditions apart', () => {
    const slots = [0, 890_000, 900_000, 1_000_000].flatMap((slot, i) => [
      energy({ slot, integral: 10 ** i, max: 100 - i, under: slot === 890_000 ? onBattery : under }),
      energy({ slot, series: zone, integral: 1, min: 40_000 + i, max: 50_000 + i }),
    ]);
    writer.write(batch({ slots }));
    const [all] = reader.history.sums([{ from: 0, until: 2_000_000 }], () => true);
    expect(all?.map(s => [s.kind, s.source, s.integral, s.measuredMs, s.min, s.max])).toEqual([
      ['temperature', 'mains', 4, 40_000, 40_000, 50_003],
      ['energy', 'mains', 1101, 30_000, 3000, 100],
      ['energy', 'battery', 10, 10_000, 3000, 99],
    ]);
  });

  it('gives points in time’s order, and where the kept ones begin and end', () => {
    expect(reader.history.extent()).toBeUndefined();
    writer.write(batch({ slots: [0, 50_000, 890_000, 1_850_000].map(slot => energy({ slot, integral: slot })) }));
    const points = reader.history.points(0, 2_000_000, 900_000, s => s.kind === 'energy');
    expect(points.map(p => [p.at, p.name, p.integral])).toEqual([
      [0, 'package0', 940_000],
      [1_800_000, 'package0', 1_850_000],
    ]);
    expect(reader.history.extent()).toEqual({ from: 0, until: 1_850_000 });
  });

  it('tells of any span what its slots add up to', () => {
    const slots = Array.from({ length: 500 }, (_, i) =>
      energy({ slot: i * 10_000 + (i > 300 ? (i - 300) * 1_000_000 : 0), integral: (i * 7919) % 1009 }),
    );
    for (let i = 0; i < slots.length; i += 7) writer.write(batch({ slots: slots.slice(i, i + 7) }));
    const at = fc.oneof(fc.nat(510), fc.nat(21_000)).map(n => n * 10_000);
    fc.assert(
      fc.property(at, at, (a, b) => {
        const [from, until] = [Math.min(a, b), Math.max(a, b)];
        const truth = slots.filter(s => s.slot >= from && s.slot < until).reduce((sum, s) => sum + s.integral, 0);
        const [told = []] = reader.history.sums([{ from, until }], s => s.kind === 'energy');
        expect(told.reduce((sum, s) => sum + s.integral, 0)).toBe(truth);
      }),
    );
  });
});

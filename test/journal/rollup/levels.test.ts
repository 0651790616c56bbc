import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelNames } from '../../../src/journal/rollup/level.js';
import type { SlotRow } from '../../../src/journal/write-model.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, energy, journalIn, runRow, scratch, under } from '../support.js';

const onBattery = { ...under, source: 'battery' } as const;

/** What a level says where the coarser one is filled, summed to that one's slots. */
const sums = (db: Database, level: string, before: number, ms: number): unknown[] =>
  db
    .prepare(
      `SELECT slot_ms - slot_ms % ${ms} AS at, series, conditions, sum(integral) AS integral, sum(measured_ms) AS measured,
        min(min) AS min, max(max) AS max
       FROM ${level} WHERE slot_ms < ${before} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    )
    .all();

const filledTo = (db: Database, level: string): number =>
  Number(db.prepare('SELECT filled_to_ms FROM level WHERE name = ?').pluck().get(level));

function expectConserved(db: Database): void {
  for (const [fine, coarse, ms] of [
    ['slot_10s', 'slot_1min', 60_000],
    ['slot_1min', 'slot_15min', 900_000],
    ['slot_15min', 'slot_1h', 3_600_000],
    ['slot_1h', 'slot_1day', 86_400_000],
  ] as const) {
    const to = filledTo(db, coarse);
    expect(to % ms).toBe(0);
    expect(sums(db, coarse, Number.MAX_SAFE_INTEGER, ms)).toEqual(sums(db, fine, to, ms));
  }
}

function begun(): { db: Database; writer: Writer } {
  const { db } = openJournal(journalIn(scratch()), 0);
  const writer = new Writer(db);
  writer.begin(runRow);
  return { db, writer };
}

describe('Levels', () => {
  it('fills a minute when it has passed, and a quarter of an hour', () => {
    const { db, writer } = begun();
    const level = (name: string): unknown[] =>
      db.prepare(`SELECT slot_ms, integral, measured_ms, min, max FROM slot_${name}`).raw().all();
    writer.write(batch({ slots: [energy({ slot: 0, min: 5 }), energy({ slot: 50_000, min: null, max: 9000 })] }));
    expect(level('1min')).toEqual([]);
    writer.write(batch({ slots: [energy({ slot: 60_000 })] }));
    expect(level('1min')).toEqual([[0, 84_000, 20_000, 5, 9000]]);
    writer.write(batch({ slots: [energy({ slot: 900_000 })] }));
    expect(level('1min')).toHaveLength(2);
    expect(level('15min')).toEqual([[0, 126_000, 30_000, 5, 9000]]);
    writer.write(batch({ slots: [energy({ slot: 86_390_000 })] }));
    expect(level('1h')).toEqual([[0, 168_000, 40_000, 5, 9000]]);
    expect(level('1day')).toEqual([]);
    writer.write(batch({ slots: [energy({ slot: 86_400_000 })] }));
    expect(level('1day')).toEqual([[0, 210_000, 50_000, 5, 9000]]);
  });

  it('adds to filled levels what a row brings anew, when the clock was set back or a row comes again', () => {
    const { db, writer } = begun();
    writer.write(batch({ slots: [energy({ slot: 30_000 }), energy({ slot: 1_800_000 })] }));
    writer.write(batch({ slots: [energy({ slot: 30_000, part: 1, integral: 8, measuredMs: 7 })] }));
    writer.write(batch({ slots: [energy({ slot: 30_000, integral: 42_001, max: 9999 })] }));
    writer.write(batch({ slots: [energy({ slot: 30_000, integral: 42_001, max: 9999 })] }));
    expectConserved(db);
    const hour = 3_600_000;
    writer.write(batch({ slots: [energy({ slot: 24 * hour })] }));
    writer.write(batch({ slots: [energy({ slot: 30_000, part: 2, integral: 1, measuredMs: 1, max: 1 })] }));
    expectConserved(db);
    for (const level of ['15min', '1h', '1day']) {
      expect(db.prepare(`SELECT sum(integral), sum(measured_ms), max(max) FROM slot_${level}`).raw().get()).toEqual([
        ...[84_010, 20_008, 9999],
      ]);
    }
  });

  it('goes on where another writer of the journal was killed', () => {
    const { db, writer } = begun();
    writer.write(batch({ slots: [energy({ slot: 890_000 }), energy({ slot: 900_000 })] }));
    const next = new Writer(db);
    next.begin({ ...runRow, started: 2_000_000 });
    next.write(batch({ slots: [energy({ slot: 890_000, integral: 3 }), energy({ slot: 1_900_000 })] }));
    expectConserved(db);
    expect(db.prepare('SELECT slot_ms, integral FROM slot_15min').raw().all()).toEqual([
      [0, 42_003],
      [900_000, 42_000],
    ]);
  });

  it('conserves whatever is written, in whatever order', () => {
    const row = fc.record({
      slot: fc.oneof(fc.nat(30), fc.nat(400), fc.nat(20_000)).map(n => n * 10_000),
      domain: fc.constantFrom('package0', 'psys'),
      under: fc.constantFrom(under, onBattery),
      part: fc.nat(1),
      integral: fc.nat(1e9),
      measuredMs: fc.nat(10_000),
      min: fc.option(fc.nat(50)),
      max: fc.option(fc.integer({ min: 50, max: 100 })),
    });
    const step = fc.record({ rows: fc.array(row, { maxLength: 6 }), restart: fc.constantFrom(false, false, true) });
    const { db } = begun();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        db.exec(`${levelNames.map(level => `DELETE FROM ${level};`).join(' ')} UPDATE level SET filled_to_ms = 0`);
        const grown = new Map<string, SlotRow>();
        let writer = new Writer(db);
        writer.begin({ ...runRow, started: 0 });
        for (const [i, { rows, restart }] of steps.entries()) {
          if (restart) {
            writer = new Writer(db);
            writer.begin({ ...runRow, started: i + 1 });
            grown.clear();
          }
          // As in truth, a row that is written again has only grown.
          const slots = rows.map(each => {
            const key = [each.slot, each.domain, each.under.source, each.part].join(' ');
            const before = grown.get(key);
            const least = [each.min, before?.min ?? null].filter(n => n !== null);
            const most = [each.max, before?.max ?? null].filter(n => n !== null);
            const min = least.length === 0 ? null : Math.min(...least);
            const now = energy({ ...each, min, max: most.length === 0 ? null : Math.max(...most) });
            grown.set(key, now);
            return now;
          });
          writer.write(batch({ slots }));
          expectConserved(db);
        }
      }),
      { numRuns: 150 },
    );
  });
});

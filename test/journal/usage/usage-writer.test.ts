import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type UsageEntry,
  type UsageLevel,
  type UsageRow,
  usageLevels,
  usageMs,
} from '../../../src/journal/usage/entry.js';
import { mostNamed } from '../../../src/journal/usage/largest.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, begunJournal, runRow } from '../support.js';

const minute = usageMs.usage_1min;
const user = (
  name: string,
  millijoules: number | null,
  amount = 0,
  way: UsageEntry['way'] = 'application',
): UsageEntry => ({
  way,
  name,
  millijoules,
  amount,
});
const row = (slot: number, entries: readonly UsageEntry[], part = 0): UsageRow => ({ slot, part, entries });

const sums = (db: Database, level: UsageLevel, before: number): unknown[] =>
  db
    .prepare(
      `SELECT slot_ms - slot_ms % 86400000 AS day, way, sum(millijoules) AS millijoules, sum(amount) AS amount FROM history_${level}
       WHERE slot_ms < ${before} GROUP BY 1, 2 ORDER BY 1, 2`,
    )
    .all();

const filledTo = (db: Database, level: UsageLevel): number =>
  Number(db.prepare('SELECT filled_to_ms FROM level WHERE name = ?').pluck().get(level));

function expectConserved(db: Database): void {
  for (const [i, coarse] of usageLevels.slice(1).entries()) {
    const finer = usageLevels[i] ?? 'usage_1min';
    const to = filledTo(db, coarse);
    expect(to % usageMs[coarse]).toBe(0);
    expect(sums(db, coarse, Number.MAX_SAFE_INTEGER)).toEqual(sums(db, finer, to));
  }
}

describe('users in levels', () => {
  it('fill a quarter of an hour, an hour and a day when each has passed', () => {
    const { db, writer } = begunJournal();
    const level = (name: string): unknown[] =>
      db.prepare(`SELECT slot_ms, name, millijoules, amount FROM history_usage_${name} ORDER BY 1, 2`).raw().all();
    writer.write(batch({ usage: [row(0, [user('a', 5, 1)]), row(14 * minute, [user('a', 7, 2), user('b', 1)])] }));
    expect(level('15min')).toEqual([]);
    writer.write(batch({ usage: [row(15 * minute, [user('b', 4)])] }));
    expect(level('15min')).toEqual([
      [0, 'a', 12, 3],
      [0, 'b', 1, 0],
    ]);
    writer.write(batch({ usage: [row(24 * 60 * minute, [user('c', 1)])] }));
    expect(level('1h')).toEqual([
      [0, 'a', 12, 3],
      [0, 'b', 5, 0],
    ]);
    expect(level('1day')).toEqual(level('1h'));
  });

  it('name the largest of each slot and way by energy, and by time where none is measured', () => {
    const { db, writer } = begunJournal();
    const many = Array.from({ length: 40 }, (_, i) => [
      user(`p${i}`, i, 1000 - i),
      user(`u${i}`, null, i, 'unit'),
    ]).flat();
    writer.write(batch({ usage: [row(0, many)] }));
    const named = (way: string): unknown[] =>
      db.prepare("SELECT name FROM history_usage_1min WHERE way = ? AND name <> ''").pluck().all(way);
    const wanted = Array.from({ length: mostNamed }, (_, i) => 40 - mostNamed + i);
    expect(named('application').sort()).toEqual(wanted.map(i => `p${i}`).sort());
    expect(named('unit').sort()).toEqual(wanted.map(i => `u${i}`).sort());
    const rest = ((40 - mostNamed) * (39 - mostNamed)) / 2;
    expect(
      db.prepare("SELECT way, millijoules FROM history_usage_1min WHERE name = '' ORDER BY way").raw().all(),
    ).toEqual([
      ['application', rest],
      ['unit', null],
    ]);
  });

  it('grow when a minute comes again, and add to filled levels what comes after the clock was set back', () => {
    const { db, writer } = begunJournal();
    writer.write(batch({ usage: [row(0, [user('a', 5)]), row(0, [user('a', 6, 3)])] }));
    writer.write(batch({ usage: [row(48 * 60 * minute, [user('z', 1)])] }));
    writer.write(batch({ usage: [row(0, [user('b', 100, 2)], 1), row(0, [user('b', 100, 2)], 1)] }));
    writer.write(batch({ usage: [row(0, [user('a', 6, 3)])] }));
    expectConserved(db);
    expect(db.prepare('SELECT name, millijoules, amount FROM history_usage_1day ORDER BY 1').raw().all()).toEqual([
      ['a', 6, 3],
      ['b', 100, 2],
    ]);
  });

  it('leave nothing of a batch that failed', () => {
    const { db, writer } = begunJournal();
    const bad = { at: 1, kind: null, what: 'x', detail: {} } as unknown as never;
    const usage = [row(0, [user('a', 5)]), row(15 * minute, [user('a', 5)])];
    expect(() => writer.write(batch({ usage, events: [bad] }))).toThrow();
    expect(db.prepare('SELECT count(*) FROM usage_name').pluck().get()).toBe(0);
    writer.write(batch({ usage }));
    expect(sums(db, 'usage_15min', 1e12)).toEqual([{ day: 0, way: 'application', millijoules: 5, amount: 0 }]);
  });

  it('conserve energy whatever comes, in whatever order, from however many runs', () => {
    const entry = fc.record({
      way: fc.constantFrom('application' as const, 'unit' as const, 'idle' as const),
      name: fc.oneof(
        fc.nat(60).map(n => `p${n}`),
        fc.constantFrom('', '\u001b[2J', "'; --", 'ä\n'),
      ),
      millijoules: fc.option(fc.nat(1e6), { freq: 8 }),
      amount: fc.nat(60_000),
    });
    const slot = fc.oneof(fc.nat(30), fc.nat(300), fc.nat(4000)).map(n => n * minute);
    const step = fc.record({
      rows: fc.array(fc.record({ slot, part: fc.nat(1), entries: fc.array(entry, { maxLength: 50 }) }), {
        maxLength: 4,
      }),
      restart: fc.constantFrom(false, false, true),
    });
    const { db } = begunJournal();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), steps => {
        db.exec(`${usageLevels.map(level => `DELETE FROM ${level};`).join(' ')} UPDATE level SET filled_to_ms = 0`);
        let [run, writer] = [0, new Writer(db)];
        writer.begin({ ...runRow, started: 0 });
        const last = new Map<string, UsageRow>();
        for (const { rows, restart } of steps) {
          if (restart) {
            run++;
            writer = new Writer(db);
            writer.begin({ ...runRow, started: run });
          }
          for (const each of rows) last.set(`${run} ${each.slot} ${each.part}`, each);
          writer.write(batch({ usage: rows }));
          expectConserved(db);
        }
        const told = [...last.values()].flatMap(r => r.entries);
        for (const way of ['application', 'unit', 'idle']) {
          const of = told.filter(e => e.way === way);
          const sum = (what: (e: UsageEntry) => number): number => of.reduce((a, e) => a + what(e), 0);
          expect(
            db
              .prepare(
                'SELECT coalesce(sum(millijoules), 0), coalesce(sum(amount), 0) FROM history_usage_1min WHERE way = ?',
              )
              .raw()
              .get(way),
          ).toEqual([sum(e => e.millijoules ?? 0), sum(e => e.amount)]);
        }
        const most = db.prepare(
          "SELECT max(n) FROM (SELECT count(*) AS n FROM history_usage_15min WHERE name <> '' GROUP BY slot_ms, way)",
        );
        expect(Number(most.pluck().get())).toBeLessThanOrEqual(mostNamed);
      }),
      { numRuns: 40 },
    );
  });
});

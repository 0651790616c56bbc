import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, decision, energy, journalIn, runRow, scratch } from '../support.js';

let db: Database;
let writer: Writer;
let reader: JournalReader;
beforeEach(() => {
  const path = journalIn(scratch());
  db = openJournal(path, 0).db;
  writer = new Writer(db);
  reader = new JournalReader(path);
  onTestFinished(() => reader.close());
});

/** Rows of two scopes: `from` → until, keys in order. */
const plan = (...spans: readonly (readonly [string, number, number])[]): void =>
  writer.write(
    batch({ decisions: spans.map(([scope, from, until], i) => decision({ key: i + 1, scope, from, until })) }),
  );

describe('an empty journal', () => {
  it('has no answers, and no errors', () => {
    expect(reader.lastRun()).toBeUndefined();
    expect(reader.inventory()).toBeUndefined();
    expect([
      reader.decisions(),
      reader.newestDecisions(),
      reader.events(),
      reader.gaps(),
      reader.energy(),
      reader.integrity(),
    ]).toEqual(Array.from({ length: 6 }, () => []));
  });
});

describe('runs', () => {
  it('tells the newest one and how it ended', () => {
    writer.begin(runRow);
    expect(reader.lastRun()).toEqual({ ...runRow, id: 1, until: 1_000_000, ended: null });
    writer.end(1_500_000);
    writer.begin({ ...runRow, started: 2_000_000, simulated: true });
    writer.write(batch({ until: 2_500_000 }));
    expect(reader.lastRun()).toEqual({
      ...runRow,
      id: 2,
      started: 2_000_000,
      simulated: true,
      until: 2_500_000,
      ended: null,
    });
    expect(reader.gaps()).toEqual([{ run: 2, from: 1_500_000, until: 2_000_000, why: 'stopped' }]);
  });
});

describe('decisions', () => {
  beforeEach(() => writer.begin(runRow));

  it('gives back what was written', () => {
    const row = decision({ readback: { max_freq: 7 }, mode: 'observe' });
    writer.write(batch({ decisions: [row] }));
    expect(reader.decisions()).toEqual([{ ...row, id: 2 ** 32 + 1, run: 1 }]);
  });

  it('finds what held within the span, newest first', () => {
    plan(['a', 100, 900], ['b', 100, 200], ['b', 300, 400], ['a', 1000, 1100]);
    const found = (filter: Parameters<JournalReader['decisions']>[0]): number[] =>
      reader.decisions(filter).map(row => row.key);
    expect(found({})).toEqual([4, 3, 2, 1]);
    expect(found({ limit: 2 })).toEqual([4, 3]);
    expect(found({ since: 500 })).toEqual([4, 1]);
    expect(found({ since: 250, until: 1000 })).toEqual([3, 1]);
    expect(found({ since: 150, until: 350 })).toEqual([3, 2, 1]);
    expect(found({ scope: 'b' })).toEqual([3, 2]);
    expect(found({ scope: 'b', since: 350 })).toEqual([3]);
    expect(found({ scope: 'zz' })).toEqual([]);
    expect(found({ since: 5000 })).toEqual([]);
  });

  it('tells the newest of each scope, of the newest run that decided anything', () => {
    plan(['a', 100, 900], ['gone', 100, 200]);
    writer.begin({ ...runRow, started: 2_000_000 });
    plan(['a', 2_000_000, 2_000_100], ['b', 2_000_000, 2_000_100], ['a', 2_000_200, 2_000_300]);
    writer.begin({ ...runRow, started: 3_000_000 });
    expect(reader.newestDecisions().map(row => [row.run, row.scope, row.key])).toEqual([
      [2, 'a', 3],
      [2, 'b', 2],
    ]);
  });
});

it('sums energy over whole slots, across runs', () => {
  writer.begin(runRow);
  writer.write(batch({ slots: [energy({ slot: 10_000 }), energy({ slot: 20_000, max: 9000 })] }));
  writer.write(batch({ slots: [energy({ slot: 20_000, domain: 'psys', integral: 5 })] }));
  writer.begin({ ...runRow, started: 1_004_000 });
  writer.write(batch({ slots: [energy({ slot: 20_000, integral: 8000, measuredMs: 4000 })] }));
  expect(reader.energy({ since: 23_456 })).toEqual([
    { domain: 'package0', millijoules: 50_000, measuredMs: 14_000, maxMilliwatts: 9000 },
    { domain: 'psys', millijoules: 5, measuredMs: 10_000, maxMilliwatts: 5100 },
  ]);
  expect(reader.energy().map(row => row.millijoules)).toEqual([92_000, 5]);
  expect(reader.energy({ until: 20_000 }).map(row => row.millijoules)).toEqual([42_000]);
});

it('tells events and gaps within a span, newest first', () => {
  writer.begin(runRow);
  const event = (at: number) => ({ at, kind: 'drift', what: 'max_freq', detail: { wanted: at } });
  writer.write(batch({ events: [event(1), event(2), event(3)], gaps: [{ from: 10, until: 20, why: 'suspend' }] }));
  expect(reader.events({ since: 2 })).toEqual([
    { ...event(3), run: 1 },
    { ...event(2), run: 1 },
  ]);
  expect(reader.events({ limit: 1, until: 3 })).toEqual([{ ...event(2), run: 1 }]);
  expect(reader.gaps({ since: 15, until: 16 })).toEqual([{ run: 1, from: 10, until: 20, why: 'suspend' }]);
  expect(reader.gaps({ since: 21 })).toEqual([]);
});

it('gives the newest inventory', () => {
  writer.begin(runRow);
  writer.inventory(5, { cpu: 'x' });
  writer.inventory(6, { cpu: 'y' });
  expect(reader.inventory()).toEqual({ at: 6, facts: { cpu: 'y' } });
});

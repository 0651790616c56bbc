import { beforeEach, describe, expect, it } from 'vitest';
import type { Writer } from '../../../src/journal/writer/writer.js';
import { batch, begunJournal, decision, energy, reason, rows, runRow } from '../support.js';

let path: string;
let writer: Writer;
beforeEach(() => {
  ({ path, writer } = begunJournal());
});

describe('decisions', () => {
  it('stores a row in full', () => {
    writer.write(batch({ decisions: [decision({ readback: { max_freq: 2_300_000 } })] }));
    expect(rows(path, 'SELECT * FROM decision')).toEqual([
      {
        id: 2 ** 32 + 1,
        run: 1,
        key: 1,
        scope: 'policy0',
        from_ms: 1_000_000,
        until_ms: 1_000_900,
        ticks: 10,
        mode: 'govern',
        profile: 'balanced',
        before: '{"max_freq":4000000}',
        after: '{"max_freq":2400000,"epp":"balance_performance"}',
        readback: '{"max_freq":2300000}',
        reasons: JSON.stringify([reason]),
        features: '{"busy":0.41}',
      },
    ]);
  });

  it('grows a row under its key', () => {
    writer.write(batch({ decisions: [decision(), decision({ key: 2, scope: 'policy4' })] }));
    writer.write(batch({ decisions: [decision({ until: 1_002_000, ticks: 21, readback: { max_freq: 1 } })] }));
    expect(rows(path, 'SELECT key, until_ms, ticks, readback FROM decision')).toEqual([
      { key: 1, until_ms: 1_002_000, ticks: 21, readback: '{"max_freq":1}' },
      { key: 2, until_ms: 1_000_900, ticks: 10, readback: null },
    ]);
  });

  it('tells the same key of two runs apart', () => {
    writer.write(batch({ decisions: [decision()] }));
    writer.begin({ ...runRow, started: 2_000_000 });
    writer.write(batch({ decisions: [decision({ ticks: 3 })] }));
    expect(rows(path, 'SELECT run, key, ticks FROM decision')).toEqual([
      { run: 1, key: 1, ticks: 10 },
      { run: 2, key: 1, ticks: 3 },
    ]);
  });
});

describe('energy', () => {
  it('replaces a slot that is written again', () => {
    writer.write(batch({ slots: [energy({ integral: 1, max: null }), energy({ domain: 'psys' })] }));
    writer.write(batch({ slots: [energy()] }));
    expect(rows(path, 'SELECT * FROM history_10s')).toEqual(
      ['package0', 'psys'].map(name => ({
        slot_ms: 1_000_000,
        kind: 'energy',
        name,
        mode: 'govern',
        profile: 'balanced',
        source: 'mains',
        governor: 'schedutil',
        integral: 42_000,
        measured_ms: 10_000,
        min: 3000,
        max: 5100,
      })),
    );
  });

  it('keeps what an earlier run measured of the same slot, so that a quick restart loses no energy', () => {
    writer.write(batch({ slots: [energy({ integral: 30 })] }));
    writer.begin({ ...runRow, started: 1_004_000 });
    writer.write(batch({ slots: [energy({ integral: 12 })] }));
    expect(rows(path, 'SELECT sum(integral) AS total FROM slot_10s')).toEqual([{ total: 42 }]);
  });
});

it('stores gaps and events', () => {
  writer.write(
    batch({
      gaps: [{ from: 1, until: 2, why: 'suspend' }],
      events: [{ at: 3, kind: 'drift', what: 'max_freq', detail: { wanted: 1 } }],
    }),
  );
  expect(rows(path, 'SELECT run, from_ms, until_ms, why FROM gap')).toEqual([
    { run: 1, from_ms: 1, until_ms: 2, why: 'suspend' },
  ]);
  expect(rows(path, 'SELECT run, at_ms, kind, what, detail FROM event')).toEqual([
    { run: 1, at_ms: 3, kind: 'drift', what: 'max_freq', detail: '{"wanted":1}' },
  ]);
});

it('writes a batch as a whole or not at all', () => {
  const bad = energy({ integral: Number.NaN });
  expect(() => writer.write(batch({ until: 9_000_000, decisions: [decision()], slots: [bad] }))).toThrow(/NOT NULL/);
  expect(rows(path, 'SELECT count(*) AS n FROM decision')).toEqual([{ n: 0 }]);
  expect(rows(path, 'SELECT until_ms FROM run')).toEqual([{ until_ms: runRow.started }]);
  writer.write(batch({ slots: [energy()] }));
  expect(rows(path, 'SELECT name, integral FROM history_10s')).toEqual([{ name: 'package0', integral: 42_000 }]);
});

it('stores the inventory when it differs from the newest', () => {
  writer.inventory(10, { cpu: 'a' });
  writer.inventory(20, { cpu: 'a' });
  writer.inventory(30, { cpu: 'b' });
  writer.inventory(40, { cpu: 'a' });
  expect(rows(path, 'SELECT at_ms, facts FROM machine')).toEqual([
    { at_ms: 10, facts: '{"cpu":"a"}' },
    { at_ms: 30, facts: '{"cpu":"b"}' },
    { at_ms: 40, facts: '{"cpu":"a"}' },
  ]);
});

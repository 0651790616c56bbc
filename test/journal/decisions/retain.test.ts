import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { defaultRetention, type Retention } from '../../../src/journal/retention.js';
import type { Writer } from '../../../src/journal/writer/writer.js';
import { batch, begunJournal, decision, energy, reason, rows } from '../support.js';

const hour = 3_600_000;
const day = 24 * hour;
const now = 400 * day;

let path: string;
let db: Database;
let writer: Writer;
beforeEach(() => {
  ({ path, db, writer } = begunJournal(0));
});

const kept = (level: string): unknown =>
  rows(path, `SELECT min(slot_ms) / ${hour} AS hour, count(*) AS n FROM slot_${level}`)[0];
/** What the thread does each half hour. */
const turn = (at: number, keep: Retention): unknown => [...writer.retain(at, keep)];
/** Until nothing more is left to do. */
function settle(keep: Retention = defaultRetention): void {
  for (let i = 0; i < 45; i++) turn(now, keep);
}
/** One row every `stepMs` of the last `span`. */
function fill(span: number, stepMs: number): void {
  const slots = Array.from({ length: span / stepMs }, (_, i) =>
    energy({ slot: now - span + i * stepMs, integral: i + 1 }),
  );
  writer.write(batch({ slots }));
  // What was written last is never removed.
  writer.write(batch({ slots: slots.slice(-1) }));
}

describe('slots', () => {
  it('stay as long as their level says, and what they tell stays in the coarser one', () => {
    fill(40 * day, hour);
    settle();
    expect(kept('10s')).toEqual({ hour: 398 * 24, n: 48 });
    expect(kept('1min')).toEqual({ hour: 370 * 24, n: 30 * 24 - 1 });
    expect(kept('15min')).toEqual({ hour: 360 * 24, n: 40 * 24 - 1 });
    expect(kept('1h')).toEqual({ hour: 360 * 24, n: 40 * 24 - 1 });
    expect(kept('1day')).toEqual({ hour: 360 * 24, n: 39 });
    const reader = new JournalReader(path);
    onTestFinished(() => reader.close());
    const all = (40 * 24 * (40 * 24 + 1)) / 2;
    expect(reader.energy()[0]?.millijoules).toBe(all);
    expect(reader.energy({ since: now - 40 * day + hour })[0]?.millijoules).toBe(all - 1);
  });

  it('go by a day at most in one run, so that a wrong clock costs little', () => {
    fill(10 * day, hour);
    turn(now + 1000 * day, defaultRetention);
    expect(kept('10s')).toEqual({ hour: 391 * 24, n: 9 * 24 });
    expect(kept('1min')).toEqual({ hour: 391 * 24, n: 9 * 24 - 1 });
  });

  it('of the coarsest level go too when that is wished', () => {
    fill(40 * day, hour);
    settle({ ...defaultRetention, slot10s: hour, slot1min: hour, slot15min: day });
    expect(kept('15min')).toEqual({ hour: 399 * 24, n: 23 });
    expect(kept('1h')).toEqual({ hour: 399 * 24, n: 23 });
    expect(kept('1day')).toEqual({ hour: null, n: 0 });
  });

  it('stay when the coarser level does not have them yet', () => {
    writer.write(batch({ slots: [energy({ slot: 10 * day })] }));
    settle();
    expect(kept('10s')).toEqual({ hour: 240, n: 1 });
  });

  it('stay while they are written, though the clock says they are old, so that nothing counts twice', () => {
    fill(2 * day, hour);
    const late = energy({ slot: now - 300 * day, part: 1, integral: 5 });
    writer.write(batch({ slots: [late] }));
    settle();
    writer.write(batch({ slots: [{ ...late, integral: 9 }] }));
    settle();
    expect(rows(path, `SELECT integral FROM slot_15min WHERE slot_ms < ${now - 299 * day}`)).toEqual([{ integral: 9 }]);
  });
});

describe('decisions', () => {
  const row = (key: number, from: number, over: object = {}) =>
    decision({ key, from, until: from + hour, ticks: key, ...over });

  it('become their day’s summary, whole days, and events go', () => {
    const old = Math.floor((now - 100 * day) / day) * day;
    const event = (at: number) => ({ at, kind: 'drift', what: 'w', detail: {} });
    const two = { reasons: [{ ...reason, rule: 'thermal', code: 'near-trip:cpu' }, reason] };
    const decisions = [
      row(1, old),
      row(2, old + hour),
      row(3, old + 2 * hour, two),
      row(4, old + day, { scope: 'policy4', reasons: [] }),
      row(5, now - 90 * day + 1),
      row(6, now - hour),
    ];
    writer.write(batch({ decisions, events: [event(old), event(now)] }));
    settle();
    expect(rows(path, 'SELECT key FROM decision')).toEqual([{ key: 5 }, { key: 6 }]);
    expect(rows(path, 'SELECT at_ms FROM event')).toEqual([{ at_ms: now }]);
    const plan = { mode: 'govern', profile: 'balanced' };
    expect(rows(path, 'SELECT * FROM decision_day')).toEqual([
      {
        day_ms: old,
        scope: 'policy0',
        ...plan,
        because: 'strict-cap latency',
        decisions: 2,
        ticks: 3,
        held_ms: 2 * hour,
      },
      {
        day_ms: old,
        scope: 'policy0',
        ...plan,
        because: 'strict-cap latency, thermal near-trip',
        decisions: 1,
        ticks: 3,
        held_ms: hour,
      },
      { day_ms: old + day, scope: 'policy4', ...plan, because: '', decisions: 1, ticks: 4, held_ms: hour },
    ]);
  });

  it('of a day that comes in pieces are added up, none twice', () => {
    const old = Math.floor((now - 100 * day) / day) * day;
    const many = Array.from({ length: 4500 }, (_, i) => row(i + 1, old + i, { ticks: 1, until: old + i + 10 }));
    writer.write(batch({ decisions: many }));
    settle();
    expect(rows(path, 'SELECT count(*) AS n FROM decision')).toEqual([{ n: 0 }]);
    expect(rows(path, 'SELECT decisions, ticks, held_ms FROM decision_day')).toEqual([
      { decisions: 4500, ticks: 4500, held_ms: 45_000 },
    ]);
  });

  it('stay for ever when that is wished', () => {
    writer.write(batch({ decisions: [row(1, day)] }));
    settle({ ...defaultRetention, decisions: Number.POSITIVE_INFINITY });
    expect(rows(path, 'SELECT key FROM decision')).toEqual([{ key: 1 }]);
  });
});

it('gives the room back to the disk', () => {
  const slots = Array.from({ length: 40_000 }, (_, i) =>
    energy({ slot: now - 4 * day + i * 6000 - ((now - 4 * day + i * 6000) % 10_000), domain: `d${i % 20}` }),
  );
  writer.write(batch({ slots }));
  writer.write(batch({ slots: slots.slice(-1) }));
  const pages = (): number => Number(db.pragma('page_count', { simple: true }));
  const before = pages();
  settle({ ...defaultRetention, slot10s: hour, slot1min: hour });
  expect(pages()).toBeLessThan(before / 2);
});

it('takes the texts of decisions along that nothing refers to any more, and gives them anew when they come again', () => {
  const old = { from: now - 100 * day, until: now - 100 * day + 1, after: { max_freq: 1 } };
  writer.write(
    batch({ decisions: [decision(old), decision({ key: 2, from: now, until: now, profile: 'performance' })] }),
  );
  settle();
  const texts = (): unknown[] => rows(path, 'SELECT text FROM decision_text').map(({ text }) => text);
  expect(texts()).not.toContain('{"max_freq":1}');
  expect(texts()).toContain('performance');
  writer.write(batch({ decisions: [decision({ ...old, key: 3, from: now, until: now })] }));
  expect(rows(path, 'SELECT after FROM decision WHERE key = 3')).toEqual([{ after: '{"max_freq":1}' }]);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { packDecisions, packedAfterMs, rowsOfPack } from '../../../src/journal/decisions/pack-decisions.js';
import { JournalReader } from '../../../src/journal/query/query.js';
import { defaultRetention } from '../../../src/journal/retention.js';
import type { DecisionRow } from '../../../src/journal/write-model.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, begunJournal, compiled, decision, journalIn, reason, rows, runRow, scratch } from '../support.js';

const hour = 3_600_000;
const day = 24 * hour;
const now = 400 * day;
const all = { limit: 1_000_000 };

let path: string;
let db: Database;
let writer: Writer;
beforeEach(() => {
  ({ path, db, writer } = begunJournal(0));
});

/** What some rules said on two scopes by turns, one after the other from `from` on. */
function decided(count: number, from: number, each = 30_000): DecisionRow[] {
  return Array.from({ length: count }, (_, i) => {
    const at = from + i * each;
    return decision({
      key: i + 1,
      scope: `policy${i % 2}`,
      from: at,
      until: at + each - 1,
      ticks: 1 + (i % 7),
      mode: i % 50 === 0 ? 'observe' : 'govern',
      after: { max_freq: 2_000_000 + (i % 30) * 1000 },
      readback: i % 9 === 0 ? null : { max_freq: 2_000_000 + (i % 30) * 1000 },
      reasons: i % 3 === 0 ? [reason, { ...reason, facts: { 'wall "clock"': 'Zürich', stall: i / 7 } }] : [reason],
      features: { busy: i / count, ...(i % 4 === 0 ? { ambient_c: -i } : {}) },
    });
  });
}

function reading<T>(ask: (reader: JournalReader) => T): T {
  const reader = new JournalReader(path);
  try {
    return ask(reader);
  } finally {
    reader.close();
  }
}

const counted = (table: string): unknown => rows(path, `SELECT count(*) AS n FROM ${table}`)[0]?.n;
const pack = (): number => [...packDecisions(db, now)].length;
function packAll(): void {
  while (pack() > 0);
}

describe('decisions of some days ago', () => {
  const begun = now - 6 * day;

  it('are packed, and read as they were', () => {
    writer.write(batch({ decisions: decided(5000, begun, 60_000) }));
    const middle = begun + 2 * day;
    const asked = (reader: JournalReader): unknown => [
      reader.decisions(all),
      reader.decisions({ limit: 7 }),
      reader.decisions({ ...all, since: middle, until: middle + hour }),
      reader.decisions({ until: middle, limit: 3, scope: 'policy1' }),
      reader.decisions({ scope: 'policy9' }),
      reader.newestDecisions(),
      reader.decisionCounts(begun, now, day / 4),
      reader.decisionCounts(middle - 90_000, middle + 26 * hour + 1, hour),
      reader.decisionCounts(middle - 90_000, middle + hour, 60_000),
    ];
    const before = reading(asked);
    packAll();
    expect(counted('decision_pack')).toBe(4);
    expect(counted('decision_row')).toBe(5000 - 4 * rowsOfPack);
    expect(reading(asked)).toEqual(before);
    expect(reading(reader => reader.integrity())).toEqual([]);
  });

  it('stay rows while they are of the last two days, too few for a pack, or may still grow', () => {
    writer.write(batch({ decisions: decided(3000, now - packedAfterMs - 1000, 1) }));
    // All but each scope's last are old enough: one row too few.
    writer.write(
      batch({
        decisions: decided(2 * rowsOfPack, begun)
          .map(row => ({ ...row, key: row.key + 5000, scope: 'policy7' }))
          .slice(0, rowsOfPack),
      }),
    );
    packAll();
    expect(rows(path, 'SELECT DISTINCT scope FROM decision_pack')).toEqual([]);
    expect(counted('decision_row')).toBe(3000 + rowsOfPack);
  });

  it('of many scopes are packed oldest first, some at a time', () => {
    writer.write(batch({ decisions: decided(rowsOfPack + 1, begun).map(row => ({ ...row, scope: 'policy0' })) }));
    db.exec(`
      WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 69)
      INSERT INTO decision_text SELECT 1000 + n, 'policy' || n FROM n;
      INSERT INTO decision_row
      SELECT r.id + t.id * 5000, t.id, from_ms + t.id, held_ms, ticks, govern, profile, before, after, readback, form, figures
      FROM decision_text t, decision_row r WHERE t.id > 1000`);
    expect([pack(), counted('decision_pack')]).toEqual([64, 64]);
    expect(rows(path, "SELECT count(*) AS n FROM decision_pack WHERE scope IN ('policy64', 'policy69')")).toEqual([
      { n: 0 },
    ]);
    expect([pack(), counted('decision_row')]).toEqual([6, 70]);
  });

  it('become the same summary in the end as if they had not been packed', () => {
    const decisions = decided(9000, now - 100 * day);
    writer.write(batch({ decisions }));
    const plain = journalIn(scratch());
    const other = openJournal(plain, 0).db;
    const second = new Writer(other);
    second.begin({ ...runRow, started: 0 });
    second.write(batch({ decisions }));
    packAll();
    expect(Number(counted('decision_pack'))).toBeGreaterThan(0);
    for (let i = 0; i < 10; i++) {
      for (const each of [writer, second]) for (const _ of each.retain(now, defaultRetention));
    }
    const days = 'SELECT * FROM decision_day';
    expect(rows(path, days)).toEqual(rows(plain, days));
    expect(rows(path, 'SELECT sum(decisions) AS n FROM decision_day')).toEqual([{ n: 9000 }]);
    expect([counted('decision_pack'), counted('decision_row')]).toEqual([0, 0]);
    other.close();
  });

  it('leave when their time is over, though others of their pack stay', () => {
    const edge = now - 90 * day;
    const decisions = decided(2 * rowsOfPack + 2, edge - 500 * hour, hour);
    writer.write(batch({ decisions }));
    packAll();
    expect(counted('decision_pack')).toBe(2);
    const kept = (): number[] => reading(reader => reader.decisions(all).map(d => d.key)).sort((a, b) => a - b);
    for (let i = 0; i < 30; i++) for (const _ of writer.retain(now, defaultRetention));
    expect(kept()).toEqual(decisions.filter(d => d.until >= edge).map(d => d.key));
    expect(rows(path, 'SELECT sum(decisions) AS n FROM decision_day')).toEqual([{ n: 500 }]);
  });

  it('leave and are packed in steps between which batches are written', () => {
    const [old, recent] = [decided(5000, now - 100 * day), decided(5000, now - 5 * day)];
    const again = (from: DecisionRow[], key: number): DecisionRow[] => from.map(d => ({ ...d, key: d.key + key }));
    writer.write(batch({ decisions: [...old, ...again(recent, 10_000)] }));
    packAll();
    writer.write(batch({ decisions: again(recent, 20_000) }));
    const written: DecisionRow[] = [];
    for (let i = 0; i < 4; i++) {
      for (const _ of writer.retain(now, defaultRetention)) {
        // What the old ones said, now again, and what nobody said before.
        const said = { ...(old[written.length % 40] ?? decision()), profile: `p${written.length}` };
        written.push({ ...said, key: 30_000 + written.length, from: now, until: now });
        writer.write(batch({ decisions: written.slice(-1) }));
      }
    }
    expect(written.length).toBeGreaterThan(10);
    expect(reading(reader => reader.decisions({ limit: written.length })).reverse()).toMatchObject(
      written.map(({ key, scope, profile, after, reasons }) => ({ key, scope, profile, after, reasons })),
    );
    expect(reading(reader => reader.decisions(all))).toHaveLength(10_000 + written.length);
    expect(rows(path, 'SELECT sum(decisions) AS n FROM decision_day')).toEqual([{ n: 5000 }]);
  });

  it('are not doubled when they are written again after they were packed', () => {
    const decisions = decided(2 * rowsOfPack + 2, begun);
    writer.write(batch({ decisions }));
    packAll();
    const before = reading(reader => reader.decisions(all));
    writer.write(batch({ decisions: decisions.slice(-20) }));
    expect(reading(reader => reader.decisions(all))).toEqual(before);
    expect(before).toHaveLength(decisions.length);
  });

  it('that the disk damaged go with an event, and keep no other from going', () => {
    writer.write(batch({ decisions: decided(2 * rowsOfPack + 2, now - 100 * day, 1) }));
    packAll();
    db.exec("UPDATE decision_pack SET content = x'00' WHERE scope = 'policy0'");
    for (let i = 0; i < 4; i++) for (const _ of writer.retain(now, defaultRetention));
    expect(rows(path, 'SELECT sum(decisions) AS n FROM decision_day')).toEqual([{ n: rowsOfPack + 2 }]);
    expect(counted('decision_pack')).toBe(0);
    expect(rows(path, 'SELECT kind, what, detail FROM event')).toEqual([
      {
        kind: 'journal',
        what: 'a pack of old decisions could not be read and was removed',
        detail: JSON.stringify({ pack: 2 ** 32 + 2 * rowsOfPack - 1, scope: 'policy0' }),
      },
    ]);
  });

  it('are neither lost nor doubled by kill -9', async () => {
    writer.write(batch({ decisions: decided(4400, begun) }));
    db.close();
    const before = reading(reader => reader.decisions(all));
    for (let kill = 0; kill < 4 || Number(counted('decision_pack')) === 0; kill++) {
      const child = spawn(
        process.execPath,
        [
          fileURLToPath(new URL('../children/pack.mjs', import.meta.url)),
          ...[compiled('writer/opening'), compiled('decisions/pack-decisions'), path, String(now)],
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      await sleep(Math.random() * 100 * (kill + 1));
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(reading(reader => [reader.integrity(), reader.decisions(all)])).toEqual([[], before]);
    }
  });
});

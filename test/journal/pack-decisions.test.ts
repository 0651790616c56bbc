import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { DecisionRow } from '../../src/journal/entries.js';
import { defaultKeep } from '../../src/journal/keep.js';
import { openJournal } from '../../src/journal/opening.js';
import { packDecisions, packedAfterMs, rowsOfPack } from '../../src/journal/pack-decisions.js';
import { JournalReader } from '../../src/journal/query.js';
import { Writer } from '../../src/journal/writer.js';
import { batch, compiled, decision, journalIn, reason, rows, runRow, scratch } from './support.js';

const hour = 3_600_000;
const day = 24 * hour;
const now = 400 * day;
const all = { limit: 1_000_000 };

let path: string;
let db: Database;
let writer: Writer;
beforeEach(() => {
  path = journalIn(scratch());
  db = openJournal(path, 0).db;
  writer = new Writer(db);
  writer.begin({ ...runRow, started: 0 });
});

/** What some rules said on two scopes by turns, one after the other from `from` on. */
function decided(count: number, from: number, each = 30_000): DecisionRow[] {
  return Array.from({ length: count }, (_, i) => {
    const at = from + i * each;
    return decision({
      ...{ key: i + 1, scope: `policy${i % 2}`, from: at, until: at + each - 1, ticks: 1 + (i % 7) },
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
function packAll(): void {
  for (let before = -1; before !== counted('decision_pack'); packDecisions(db, now))
    before = Number(counted('decision_pack'));
}

describe('decisions of some days ago', () => {
  const begun = now - 6 * day;

  it('are packed, and read as they were', () => {
    writer.write(batch({ decisions: decided(11_000, begun) }));
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
    expect(counted('decision_pack')).toBe(10);
    expect(counted('decision_row')).toBe(11_000 - 10 * rowsOfPack);
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
    const many = Array.from({ length: 20 }, (_, scope) =>
      decided(rowsOfPack + 1, begun + scope).map(row => ({
        ...row,
        key: row.key + scope * 5000,
        scope: `policy${scope}`,
      })),
    );
    writer.write(batch({ decisions: many.flat() }));
    packDecisions(db, now);
    expect(rows(path, 'SELECT scope FROM decision_pack')).toHaveLength(16);
    packDecisions(db, now);
    expect(counted('decision_row')).toBe(20);
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
      writer.retain(now, defaultKeep);
      second.retain(now, defaultKeep);
    }
    const days = 'SELECT * FROM decision_day';
    expect(rows(path, days)).toEqual(rows(plain, days));
    expect(rows(path, 'SELECT sum(decisions) AS n FROM decision_day')).toEqual([{ n: 9000 }]);
    expect([counted('decision_pack'), counted('decision_row')]).toEqual([0, 0]);
    other.close();
  });

  it('are neither lost nor doubled by kill -9', { timeout: 90_000 }, async () => {
    writer.write(batch({ decisions: decided(4400, begun) }));
    db.close();
    const before = reading(reader => reader.decisions(all));
    for (let kill = 0; kill < 4; kill++) {
      const child = spawn(
        process.execPath,
        [
          fileURLToPath(new URL('./children/pack.mjs', import.meta.url)),
          ...[compiled('opening'), compiled('pack-decisions'), path, String(now)],
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      await sleep(Math.random() * 300);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(reading(reader => [reader.integrity(), reader.decisions(all)])).toEqual([[], before]);
    }
    expect(Number(counted('decision_pack'))).toBeGreaterThan(0);
  });
});

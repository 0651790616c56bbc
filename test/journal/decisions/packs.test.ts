import type { Database } from 'better-sqlite3';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { packDecisions, rowsOfPack } from '../../../src/journal/decisions/pack-decisions.js';
import { Packs } from '../../../src/journal/decisions/packs.js';
import { JournalReader } from '../../../src/journal/query/query.js';
import { batch, begunJournal, decision } from '../support.js';

const day = 86_400_000;
const now = 400 * day;

let db: Database;
let reader: JournalReader;
beforeEach(() => {
  const { path, db: opened, writer } = begunJournal(0);
  db = opened;
  const at = (i: number): number => now - 5 * day + i;
  const decisions = Array.from({ length: rowsOfPack + 1 }, (_, i) =>
    decision({ key: i + 1, from: at(i), until: at(i) }),
  );
  writer.write(batch({ decisions }));
  reader = new JournalReader(path);
  onTestFinished(() => reader.close());
  onTestFinished(() => void vi.restoreAllMocks());
});

const pack = (): unknown => [...packDecisions(db, now)];

it('tells no decision twice that is packed while it is asked for', () => {
  const { among, counted } = Packs.prototype;
  vi.spyOn(Packs.prototype, 'among').mockImplementation(function (this: Packs, ...asked) {
    pack();
    return among.apply(this, asked);
  });
  expect(reader.decisions({ limit: 5000 })).toHaveLength(rowsOfPack + 1);
  const packs = db.prepare('SELECT count(*) FROM decision_pack').pluck();
  expect(packs.get()).toBe(1);
  vi.spyOn(Packs.prototype, 'counted').mockImplementation(function (this: Packs, ...asked) {
    db.exec('DELETE FROM decision_pack');
    return counted.apply(this, asked);
  });
  expect(reader.decisionCounts(0, now, day)).toEqual([{ at: now - 5 * day, count: rowsOfPack + 1 }]);
  expect(packs.get()).toBe(0);
});

it('names the pack that the disk has damaged, and so does the check of the file', () => {
  pack();
  db.exec("UPDATE decision_pack SET content = CAST(substr(content, 1, 40) || x'00' || substr(content, 42) AS BLOB)");
  const damage = new RegExp(`journal.db: decision_pack ${2 ** 32 + rowsOfPack} can't be unpacked \\(.+\\); expected`);
  expect(() => reader.decisions()).toThrow(damage);
  expect(reader.integrity()).toEqual([expect.stringMatching(damage)]);
});

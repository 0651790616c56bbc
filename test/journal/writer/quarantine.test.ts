import { readdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { quarantine, stamp } from '../../../src/journal/writer/opening.js';
import { journalIn, scratch } from '../support.js';

const now = Date.UTC(2026, 0, 31, 23, 59, 59, 500);

it('stamps in UTC', () => expect(stamp(now)).toBe('20260131T235959Z'));

it('takes -wal and -shm along and never overwrites an earlier one', () => {
  const dir = scratch();
  const path = journalIn(dir);
  for (const part of ['', '-wal', '-shm']) writeFileSync(path + part, 'first');
  expect(quarantine(path, now)).toBe(`${path}.corrupt-20260131T235959Z`);
  writeFileSync(path, 'second');
  expect(quarantine(path, now)).toBe(`${path}.corrupt-20260131T235959Z-2`);
  const plain = 'journal.db.corrupt-20260131T235959Z';
  expect(readdirSync(dir).sort()).toEqual([plain, `${plain}-2`, `${plain}-shm`, `${plain}-wal`]);
});

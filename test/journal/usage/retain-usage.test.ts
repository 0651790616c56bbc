import { expect, it } from 'vitest';
import { defaultRetention } from '../../../src/journal/retention.js';
import { type UsageEntry, usageLevels, usageMs } from '../../../src/journal/usage/entry.js';
import { retainUsage } from '../../../src/journal/usage/retain-usage.js';
import { usageIn } from '../../../src/journal/usage/usage-history.js';
import { batch, begunJournal } from '../support.js';

const minute = usageMs.usage_1min;
const day = usageMs.usage_1day;
const user = (name: string, millijoules: number): UsageEntry => ({ way: 'application', name, millijoules, amount: 1 });
const none = { run: 0, slot: 0 };

it('removes minutes and quarters past their time, a day at a turn, and nothing that the coarser level lacks', () => {
  const { db, writer } = begunJournal();
  const count = (level: string): number => Number(db.prepare(`SELECT count(*) FROM ${level}`).pluck().get());
  for (let at = 0; at < 3 * day; at += 20 * minute)
    writer.write(batch({ usage: [{ slot: at, part: 0, entries: [user('a', 1)] }] }));
  const before = usageLevels.map(count);
  retainUsage(db, 100 * day, defaultRetention, none);
  expect(usageLevels.map(count)).toEqual([2 * 72, 2 * 72 - 1, before[2], before[3]]);
  for (let turn = 0; turn < 5; turn++) retainUsage(db, 100 * day, defaultRetention, none);
  // The last day has not passed.
  expect(count('usage_15min')).toBe((before[1] ?? 0) - 2 * 72);
  expect(count('usage_1min')).toBe(1);
  expect(usageIn(db, { from: 0, until: 3 * day }, ['application'])).toEqual([{ ...user('a', 216), amount: 216 }]);
});

it('keeps what is being written, however old the clock says it is', () => {
  const { db, writer } = begunJournal();
  writer.write(
    batch({
      usage: [
        { slot: 0, part: 0, entries: [user('a', 1)] },
        { slot: day, part: 0, entries: [user('a', 1)] },
      ],
    }),
  );
  retainUsage(db, 100 * day, defaultRetention, { run: 1, slot: 0 });
  expect(db.prepare('SELECT count(*) FROM usage_1min').pluck().get()).toBe(2);
});

it('bounds the names: those that used least become part of the rest, and the sums stay', () => {
  const { db, writer } = begunJournal();
  for (let n = 0; n < 100; n++)
    writer.write(
      batch({ usage: [{ slot: n * 60 * minute, part: 0, entries: [user(`p${n}`, n + 1), user('always', 1)] }] }),
    );
  const forever = { ...defaultRetention, slot10s: 0 };
  const sum = (): unknown =>
    usageIn(db, { from: 0, until: 10 * day }, ['application']).reduce((a, e) => a + (e.millijoules ?? 0), 0);
  const told = (100 * 101) / 2 + 100;
  expect(sum()).toBe(told);
  for (let turn = 0; turn < 5; turn++) retainUsage(db, 20 * day, forever, none, { most: 1000, least: 1000 });
  expect(db.prepare('SELECT count(*) FROM usage_name').pluck().get()).toBe(102);
  retainUsage(db, 20 * day, forever, none, { most: 60, least: 60 });
  const names = db.prepare<[], string>("SELECT name FROM usage_name WHERE name <> ''").pluck().all();
  expect(names).toContain('always');
  expect(names).toContain('p99');
  expect(names).not.toContain('p3');
  expect(names.length).toBeLessThanOrEqual(60);
  expect(sum()).toBe(told);
});

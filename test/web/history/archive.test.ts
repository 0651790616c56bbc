import { expect, it } from 'vitest';
import { Archive, type AskJournal } from '../../../src/web/history/archive.js';
import { journalAt } from '../../../src/web/history/open.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { hostileJournal } from '../hostile-journal.js';

it('reads a span once for all who ask within a while, each span for itself', async () => {
  let [asked, now] = [0, 0];
  const real = journalAt(hostileJournal(folderForTest('archive'), Date.now()));
  const counting: AskJournal = use => {
    asked++;
    return real(use);
  };
  const archive = new Archive(counting, () => now);
  const all = await Promise.all(Array.from({ length: 100 }, () => archive.history('day')));
  expect([new Set(all).size, asked]).toEqual([1, 1]);
  await archive.history('year');
  expect(asked).toBe(2);
  now = 9_999;
  await archive.history('day');
  expect(asked).toBe(2);
  now = 10_000;
  await archive.history('day');
  expect(asked).toBe(3);
});

it('a failure is not kept: the next who asks has what is there then', async () => {
  let there = false;
  const real = journalAt(hostileJournal(folderForTest('archive'), Date.now()));
  const archive = new Archive(
    use => (there ? real(use) : Promise.reject(new Error('no journal yet'))),
    () => 0,
  );
  await expect(archive.history('day')).rejects.toThrow('no journal yet');
  there = true;
  expect(JSON.parse(await archive.history('day'))).toMatchObject({ span: 'day' });
});

it('tells the last minutes before somebody looked', async () => {
  const archive = new Archive(journalAt(hostileJournal(folderForTest('archive'), Date.now())));
  const moments = await archive.before();
  expect(moments.length).toBeGreaterThan(0);
  expect(moments[0]).toMatchObject({ watts: 10, celsius: 50, battery: null, clocks: [] });
});

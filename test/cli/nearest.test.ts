import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectDaemon } from '../../src/cli/daemon.js';
import { newestJournal, withJournal } from '../../src/cli/journal.js';
import { whoMay } from '../../src/control/client/connect-error.js';
import { serving, temporary } from '../control/fixture.js';
import { MadeSource, madeStatus } from '../control/made.js';
import { makeJournal } from './made-journal.js';

test('of several directories the nearest with a daemon is asked', async () => {
  const far = await serving(new MadeSource(madeStatus({ pid: 2 })));
  const client = await connectDaemon([temporary(), far.directory]);
  expect((await client.status()).pid).toBe(2);
  client.close();
  const near = await serving(new MadeSource(madeStatus({ pid: 1 })));
  const nearest = await connectDaemon([near.directory, far.directory]);
  expect((await nearest.status()).pid).toBe(1);
  nearest.close();
});

test('without a daemon all places are named; one that could not be asked is told before those that are empty', async () => {
  const [a, b] = [temporary(), temporary()];
  await expect(connectDaemon([a, b])).rejects.toMatchObject({
    kind: 'absent',
    message: `no latticed running (looked in ${a}, ${b})`,
  });
  // A path that no socket can have: neither absent nor forbidden.
  const odd = join(temporary(), 'x'.repeat(300));
  await expect(connectDaemon([a, odd])).rejects.toMatchObject({
    kind: 'broken',
    message: expect.stringContaining(odd),
  });
});

test('of several journals the one written last is read, also when only its -wal file was', () => {
  const [old, fresh, none] = [temporary(), temporary(), temporary()];
  const paths = [old, fresh].map(directory => makeJournal(directory));
  utimesSync(join(old, 'journal.db'), 1000, 1000);
  utimesSync(join(fresh, 'journal.db'), 2000, 2000);
  expect(newestJournal([none, old, fresh])).toBe(paths[1]);
  writeFileSync(join(old, 'journal.db-wal'), '');
  expect(newestJournal([none, old, fresh])).toBe(paths[0]);
  expect(newestJournal([none])).toBeUndefined();
});

test('a state directory that may not be entered is said to be so, not to be empty', async () => {
  const directory = temporary();
  const at = join(directory, 'closed');
  mkdirSync(at, { mode: 0 });
  // Root may enter anything.
  if (process.getuid?.() === 0) return;
  await expect(withJournal([at], () => undefined)).rejects.toThrow(`permission denied on ${at}`);
});

test("who may not connect is never told to join root's group", () => {
  expect(whoMay('/proc/1/environ')).toBe('only root may connect: try it with sudo');
});

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JournalReader } from '../../src/journal/query/query.js';
import { latticectl } from '../cli/run.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { ro } from '../fixtures/trees/entry.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { until } from '../rig/poll.js';

const ticked = (daemon: DaemonRun) =>
  until(
    'ticks',
    () => daemon.status(),
    status => (status?.ticks ?? 0) > 3,
  );

it('a laptop whose firmware climbs by itself has its promise in milliseconds: said, journaled, reported', async () => {
  const tree = treeForTest('amd-pstate-epp');
  tree.add({ 'sys/class/dmi/id/chassis_type': ro(10) });
  const daemon = new DaemonRun({ tree, promise: 'usual' });
  const why = 'this is a laptop (chassis 10)';
  expect((await ticked(daemon))?.promise).toMatchObject({ in: 'milliseconds', why, reflex: false });
  const where = ['--runtime-dir', daemon.runtimeDir, '--state-dir', daemon.stateDir];
  expect((await latticectl(['explain', ...where])).stdout).toContain(`promise: milliseconds, since ${why}\n`);
  daemon.process.kill('SIGTERM');
  await daemon.left();
  const reader = new JournalReader(join(daemon.stateDir, 'journal.db'));
  expect(reader.newestEvent('promise', Date.now())).toMatchObject({ what: 'milliseconds', detail: { why } });
  reader.close();
  const { stdout } = await latticectl(['report', '--json', ...where]);
  expect(JSON.parse(stdout).promise).toMatchObject({ under: [{ in: 'milliseconds' }], last: { why } });
  expect(daemon.stderr).toContain(`the promise is in milliseconds, since ${why}`);
});

it('the same machine in the case of a server has it in percent', async () => {
  const tree = treeForTest('amd-pstate-epp');
  tree.add({ 'sys/class/dmi/id/chassis_type': ro(23) });
  const status = await ticked(new DaemonRun({ tree, promise: 'usual' }));
  expect(status?.promise).toMatchObject({ in: 'percent', why: 'this is a server (chassis 23)' });
});

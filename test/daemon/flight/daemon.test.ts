import { expect, test } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { helperPid } from '../../fixtures/process.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';

test('the real helper is lost: what came before is kept, listed, and decided the same again', async () => {
  const daemon = new DaemonRun({ tree: treeForTest('amd-pstate-epp') });
  await until(
    'it governs',
    () => daemon.status(),
    status => (status?.ticks ?? 0) > 5,
  );
  process.kill(await helperPid(daemon.runtimeDir), 'SIGKILL');
  await until(
    'an incident',
    () => daemon.stderr,
    text => text.includes('incident 1 (lost) is kept'),
  );
  const at = ['--state-dir', daemon.stateDir, '--json', 'replay'];
  const listed = await latticectl([...at, '--list']);
  expect(JSON.parse(listed.stdout)).toMatchObject({ incidents: [{ number: 1, kind: 'lost' }] });
  const same = JSON.parse((await latticectl([...at, '--incident', '1'])).stdout);
  expect(same).toMatchObject({ learned: true, differing: 0, simulated: false, governor: null });
  expect(same.samples).toBeGreaterThan(5);
  const free = JSON.parse((await latticectl([...at, '--incident', '1', '--governor', 'hands-off'])).stdout);
  expect(free.differing).toBeGreaterThan(0);
  const none = await latticectl(['--state-dir', daemon.stateDir, 'replay', '--incident', '7']);
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('incident 7, expected one of 1') });
});

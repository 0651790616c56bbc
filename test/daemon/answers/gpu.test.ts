import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { gpu, memoryBound } from '../../fixtures/nvidia-smi-stand-in.js';
import { standInForTest } from '../../fixtures/stand-in-for-test.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { nvidiaBoards } from '../../fixtures/trees/gpus.js';
import { until } from '../../rig/poll.js';

it('latticed shows a GPU in status and counts its energy in the journal', async () => {
  const tree = treeForTest('amd-pstate-epp');
  tree.add(nvidiaBoards([{}]));
  const standIn = standInForTest([gpu(0, { workload: memoryBound, reasons: 4 })]);
  const daemon = new DaemonRun({ tree, args: ['--nvidia-smi', standIn.path] });
  const client = await daemon.client();
  const status = await until(
    'the GPU in status',
    () => client.status().catch(() => undefined),
    s => (s?.gpus[0]?.busy ?? 0) > 0 && s?.power.some(p => p.domain === 'gpu0') === true,
  );
  expect(status?.gpus[0]).toMatchObject({
    scope: 'gpu0',
    name: gpu(0).name,
    busy: 0.98,
    memoryBusy: 0.85,
    celsius: 67,
    powerLimit: 320,
    heldBy: ['power limit'],
  });
  expect(status?.gpus[0]?.watts).toBeGreaterThan(50);
  client.close();
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  const journal = new JournalReader(join(daemon.stateDir, 'journal.db'));
  expect(journal.energy().find(e => e.domain === 'gpu0')?.millijoules).toBeGreaterThan(0);
  journal.close();
  expect(standIn.calls().filter(c => c.args.includes('-lms'))).toHaveLength(1);
});

it('governs a machine whose GPU is all that can be set as the real machine that it is', async () => {
  const tree = treeForTest('no-cpufreq');
  tree.add(nvidiaBoards([{}]));
  const standIn = standInForTest([gpu(0, { workload: memoryBound })]);
  const daemon = new DaemonRun({ tree, args: ['--nvidia-smi', standIn.path] });
  const status = await until(
    'a decision about the GPU',
    () => daemon.status(),
    s => s?.gpus[0]?.explanation != null,
  );
  expect(status).toMatchObject({ simulated: false, mode: 'govern', policies: [], gpus: [{ scope: 'gpu0' }] });
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  expect(daemon.stderr).not.toContain('SIMULATED');
});

import { createConnection } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { latticectl } from '../cli/run.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { progress } from '../fixtures/nvidia-smi-stand-in/gpu.mjs';
import { gpu, memoryBound, type NvidiaSmiStandIn } from '../fixtures/nvidia-smi-stand-in.js';
import { standInForTest } from '../fixtures/stand-in-for-test.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { nvidiaBoards } from '../fixtures/trees/gpus.js';
import { until } from '../rig/poll.js';

/** latticed over a fake machine with one GPU, on which a memory-bound application runs and reports its progress. */
function governing(): { standIn: NvidiaSmiStandIn; daemon: DaemonRun } {
  const tree = treeForTest('amd-pstate-epp');
  tree.add(nvidiaBoards([{}]));
  const standIn = standInForTest([gpu(0, { workload: memoryBound })]);
  const args = ['--nvidia-smi', standIn.path];
  return { standIn, daemon: new DaemonRun({ tree, injector: injectorForTest(tree), args }) };
}

/** As a training loop would; how far it is follows the clock by the stand-in's table. */
async function reportProgress(runtimeDir: string, standIn: NvidiaSmiStandIn): Promise<void> {
  const path = join(runtimeDir, 'heartbeat.sock');
  const connected = () =>
    new Promise<ReturnType<typeof createConnection> | undefined>(resolve => {
      const socket = createConnection(path, () => resolve(socket));
      socket.once('error', () => resolve(undefined));
    });
  const socket = await until('the heartbeat socket', connected, found => found !== undefined);
  socket?.on('error', () => undefined);
  const timer = setInterval(() => {
    const done = progress(standIn.gpu(), Date.now()) * 1000;
    socket?.write(`${JSON.stringify({ name: 'trainer', pid: process.pid, done, gpu: gpu(0).uuid })}\n`);
  }, 500);
  onTestFinished(() => {
    clearInterval(timer);
    socket?.destroy();
  });
}

it('caps the clock of memory-bound work by its progress, says why, and gives the clock back at SIGTERM', async () => {
  const { standIn, daemon } = governing();
  await reportProgress(daemon.runtimeDir, standIn);
  const lock = await until(
    'a lower clock',
    () => standIn.gpu().lock,
    lock => lock !== null,
  );
  expect(lock?.max).toBeLessThan(2100);
  expect(lock?.max).toBeGreaterThan(900);
  const where = ['--runtime-dir', daemon.runtimeDir, '--state-dir', daemon.stateDir];
  const explained = await until(
    'its explanation',
    () => latticectl(['explain', 'gpu0', '--why', ...where]),
    ({ stdout }) => /gpu0 may run from 0\.21 GHz to 1\.\d\d GHz because it/.test(stdout.replace(/\s+/g, ' ')),
  );
  expect(explained.code).toBe(0);

  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  expect(standIn.gpu().lock).toBeNull();
  expect(standIn.callsWith('-rgc').length).toBeGreaterThan(0);

  const { stdout } = await latticectl(['decisions', '--scope', 'gpu0', ...where]);
  expect(stdout).toMatch(/gpu0 +0\.21–1\.\d\d GHz .* gpu\n/);
  expect(stdout).toMatch(/gpu0 +0\.21–2\.10 GHz /);
});

it('gives back a clock that was overridden when the engine is killed', async () => {
  const { standIn, daemon } = governing();
  await until(
    'a decision about the GPU',
    () => daemon.status(),
    status => status?.gpus[0]?.explanation != null,
  );
  const where = ['--runtime-dir', daemon.runtimeDir];
  expect(await latticectl(['override', '--gpu-max', '1200MHz', ...where])).toMatchObject({ code: 0, stderr: '' });
  await until(
    'the clock that was asked for',
    () => standIn.gpu().lock?.max,
    max => max === 1200,
  );
  const { stdout } = await latticectl(['explain', 'gpu0', '--why', ...where]);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(/to 1\.20 GHz because .* asked for it \(override 1\)/);
  daemon.process.kill('SIGKILL');
  await until(
    'the clock given back',
    () => standIn.gpu().lock,
    lock => lock === null,
  );
  expect(standIn.callsWith('-rgc').length).toBeGreaterThan(0);
});

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../src/control/client/client.js';
import { kernelHelperIn } from '../../test/fixtures/kernel-helper.js';
import { type Figure, spread } from '../figures.js';
import { daemonOnTree, warmUpSeconds } from './daemon-on-tree.js';
import { children, cpuMsOf } from './process.js';
import { helper } from './product.js';

const minutes = 3;
const loadedCpu = '1';
/** Busy for 6 of each 20 ms. */
const load = 'setInterval(() => { const end = performance.now() + 6; while (performance.now() < end); }, 20)';

/** The cost of the daemon under a steady load on one CPU of this machine while the reflex is on: its limits are a fake laptop's, its CPUs this kernel's. */
export async function benchWithReflex(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-bench-'));
  const daemon = daemonOnTree(tree => tree.pass(0.1, () => 0.1), [], undefined, {
    LATTICE_HELPER: kernelHelperIn(folder, helper),
  });
  const loaded = spawn('taskset', ['-c', loadedCpu, process.execPath, '--eval', load], { stdio: 'ignore' });
  try {
    await sleep(warmUpSeconds * 1000);
    const helpers = children(daemon.engine);
    const client = await connect(daemon.runtimeDir);
    const before = await client.status();
    const inEngine: number[] = [];
    const inHelper: number[] = [];
    for (let i = 0; i < minutes; i++) {
      const [engine, ofHelpers] = [cpuMsOf([daemon.engine]), cpuMsOf(helpers)];
      await sleep(60_000);
      inHelper.push((cpuMsOf(helpers) - ofHelpers) / 600);
      inEngine.push((cpuMsOf([daemon.engine]) - engine) / 600);
    }
    const after = await client.status();
    client.close();
    const reflexes = after.policies.flatMap(({ reflex }) => reflex ?? []);
    const raises = reflexes.reduce((sum, { raisesPerSecond }) => sum + (raisesPerSecond ?? 0), 0);
    return [
      {
        name: 'under load: policies with the reflex on',
        unit: '',
        ...spread([reflexes.filter(r => r.raiseMs > 0).length]),
      },
      { name: 'under load: raises a second', unit: '1/s', ...spread([raises]) },
      { name: 'under load: ticks a second', unit: '1/s', ...spread([(after.ticks - before.ticks) / (60 * minutes)]) },
      {
        name: 'under load with the reflex: share of a core',
        unit: '%',
        ...spread(inEngine.map((share, i) => share + (inHelper[i] ?? Number.NaN))),
        bar: 0.5,
      },
      { name: 'under load with the reflex: the helper’s part of it', unit: '%', ...spread(inHelper) },
    ];
  } finally {
    loaded.kill('SIGKILL');
    await daemon.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

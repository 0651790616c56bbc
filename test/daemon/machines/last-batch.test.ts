import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { powercap } from '../../fixtures/trees/powercap.js';
import { until } from '../../rig/poll.js';

it('what the helper still holds back at the end is in the journal', async () => {
  const tree = reportedTree(
    { count: 2, driver: 'intel_cpufreq', hardware: [800_000, 3_000_000] },
    powercap('intel-rapl', [{ name: 'package-0', energy: 1_000_000 }]),
  );
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, '[sampling]\nbatch_s = 20\n');
  const daemon = new DaemonRun({ tree, args: ['--config', config] });
  await until(
    'ticks',
    () => daemon.status(),
    s => (s?.ticks ?? 0) > 0,
  );
  const began = performance.now();
  // Nothing but energy moves: the helper has no reason to wake anybody.
  while (performance.now() - began < 9000) {
    tree.use('intel-rapl:0', 3_000_000);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  daemon.process.kill('SIGTERM');
  await daemon.left();
  const { stdout } = await latticectl(['--state-dir', daemon.stateDir, 'report', '--json']);
  const [use] = JSON.parse(stdout).uses;
  // Without it there would be next to nothing; how late the last sample was is the machine's affair.
  expect(use.measuredSeconds).toBeGreaterThan(4);
});

import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { biasFile, energyBias } from '../../fixtures/trees/energy-bias.js';
import { epp, reportedTree } from '../../fixtures/trees/machines/reported.js';
import { until } from '../../rig/poll.js';

const old = { count: 4, driver: 'intel_pstate', hardware: [800_000, 3_500_000] } as const;
const cpus = [0, 1, 2, 3];

it('where there is no EPP the profile sets the energy bias, says why, leaves it to who else sets it, and puts it back', async () => {
  const tree = reportedTree(old, energyBias(4));
  const daemon = new DaemonRun({ tree });
  const biases = (expected: string) =>
    until(
      `energy bias ${expected}`,
      () => cpus.map(cpu => tree.read(biasFile(cpu))).join(' '),
      text => text === expected,
    );
  const told = async (...command: string[]) =>
    (await latticectl(['--runtime-dir', daemon.runtimeDir, ...command])).stdout.replace(/\s+/g, ' ');
  await biases('4 4 4 4');
  await told('set', 'power-saver');
  await biases('15 15 15 15');
  expect(await told('explain', 'policy2', '--why')).toContain(
    'its energy bias (EPB) is 15 because the profile is power-saver and the machine runs on mains',
  );
  expect(await told('doctor')).toContain('energy bias (EPB) 4 writable');
  tree.write(biasFile(1), 0);
  await until(
    'left alone',
    () => daemon.status(),
    status => status?.controls.some(c => c.name === 'cpu1.epb' && c.state === 'ceded') === true,
  );
  expect(tree.read(biasFile(1))).toBe('0');
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  await biases('6 6 6 6');
});

it('a CPU that comes online late follows the profile from then on', async () => {
  const tree = reportedTree(old, energyBias(4));
  tree.offline(3, '0-2');
  tree.remove(biasFile(3));
  const daemon = new DaemonRun({ tree });
  await until(
    'the others',
    () => tree.read(biasFile(2)),
    bias => bias === '4',
  );
  tree.add({ [biasFile(3)]: { text: '6\n', mode: 0o644 } });
  tree.write('sys/devices/system/cpu/online', '0-3');
  tree.write('sys/devices/system/cpu/cpu3/online', 1);
  await until(
    'the late one',
    () => tree.read(biasFile(3)),
    bias => bias === '4',
  );
  daemon.process.kill('SIGTERM');
  await daemon.left();
  expect(cpus.map(cpu => tree.read(biasFile(cpu)))).toEqual(['6', '6', '6', '6']);
});

it('where EPP governs the energy bias is never touched', async () => {
  const tree = reportedTree({ ...old, more: epp }, energyBias(4));
  const injector = injectorForTest(tree);
  const daemon = new DaemonRun({ tree, injector });
  await until(
    'its first tick',
    () => daemon.status(),
    status => (status?.ticks ?? 0) > 0,
  );
  await latticectl(['--runtime-dir', daemon.runtimeDir, 'set', 'power-saver']);
  await until(
    'EPP',
    () => injector.writes().map(w => w.path),
    paths => paths.some(path => path.endsWith('energy_performance_preference')),
  );
  daemon.process.kill('SIGTERM');
  await daemon.left();
  expect(injector.attempts().filter(a => a.path.endsWith('energy_perf_bias'))).toEqual([]);
});

import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { helperForTest } from '../../fixtures/helper.js';
import { type Files, merged, ro } from '../../fixtures/trees/entry.js';
import { epp, reportedTree } from '../../fixtures/trees/machines/reported.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const hybrid = { count: 16, driver: 'intel_pstate', hardware: [400_000, 5_100_000], more: epp } as const;
const lists = {
  'sys/devices/cpu_core/cpus': ro('0-5'),
  'sys/devices/cpu_atom/cpus': ro('6-13'),
  'sys/devices/cpu_lowpower/cpus': ro('14-15'),
};
const kindsOf = async (...parts: readonly Files[]) =>
  (await helperForTest(reportedTree(hybrid, ...parts))).hello.topology.cpus.map(c => c.kind ?? '-').join(' ');
const capacities = (all: readonly number[]): Files =>
  merged(...all.map((capacity, cpu) => ({ [`sys/devices/system/cpu/cpu${cpu}/cpu_capacity`]: ro(capacity) })));
const fastest = (khz: readonly number[]): Files =>
  merged(
    ...khz.map((max, id) => ({
      [policyFile(id, 'cpuinfo_max_freq')]: ro(max),
      [policyFile(id, 'scaling_max_freq')]: ro(max),
    })),
  );
const each = (...groups: readonly (readonly [count: number, value: number])[]): number[] =>
  groups.flatMap(([count, value]) => Array.from({ length: count }, () => value));

it('every CPU has a kind: as listed, else by capacity, else by its highest clock', async () => {
  const three = 'P P P P P P E E E E E E E E LP LP';
  expect(await kindsOf(lists)).toBe(three);
  const two = 'P P P P P P P P E E E E E E E E';
  expect(await kindsOf(capacities(each([8, 1024], [8, 446])))).toBe(two);
  expect(await kindsOf(fastest(each([8, 5_100_000], [8, 3_300_000])))).toBe(two);
  // Favoured cores boost a little higher and are of the same kind.
  expect(await kindsOf(fastest(each([2, 5_100_000], [14, 4_800_000])))).toBe('- - - - - - - - - - - - - - - -');
});

it.each([
  ['E', [6, 14, 15], [0]],
  ['LP', [14, 15], [0, 6]],
  ['P', [0, 5], [6, 14]],
])('override --cpus %s', async (selection, capped, others) => {
  const tree = reportedTree(hybrid, lists);
  const daemon = new DaemonRun({ tree, args: ['--govern'] });
  await until(
    'ticks',
    () => daemon.status(),
    s => (s?.ticks ?? 0) > 0,
  );
  const run = ['--runtime-dir', daemon.runtimeDir, 'override', '--cpus', selection, '--max', '1.2GHz', '--for', '1m'];
  expect((await latticectl(run)).stderr).toBe('');
  const max = (id: number): number => Number(tree.read(policyFile(id, 'scaling_max_freq')));
  for (const id of capped)
    await until(
      `cap of ${id}`,
      () => max(id),
      khz => khz <= 1_300_000,
    );
  for (const id of others) expect(max(id)).toBeGreaterThan(1_300_000);
});

it('help and completion offer the kinds', async () => {
  expect((await latticectl(['override', '--help'])).stdout).toContain('LP');
  expect((await latticectl(['completion', 'bash'])).stdout).toContain("words='P E LP'");
});

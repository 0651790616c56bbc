import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { powercap, raplZone } from '../../fixtures/trees/powercap.js';
import { policyFile, type Tree } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const server = { count: 8, packages: 2, driver: 'intel_cpufreq', hardware: [800_000, 3_000_000] } as const;
const stepMs = 20;

/** Zones (`intel-rapl:0`) use so many W until it is ended, less where the machine lets the timer wait; `end` gives what all have used, J. */
function drawing(tree: Tree, watts: Readonly<Record<string, number>>) {
  let steps = 0;
  const timer = setInterval(() => {
    for (const [zone, w] of Object.entries(watts)) tree.use(zone, w * stepMs * 1000);
    steps++;
  }, stepMs);
  onTestFinished(() => clearInterval(timer));
  return {
    end() {
      clearInterval(timer);
      return Object.values(watts).reduce((sum, w) => sum + (w * stepMs * steps) / 1000, 0);
    },
  };
}

/** What its metrics say. */
const metricsAt = (socketPath: string): Promise<string> =>
  new Promise((resolve, reject) => {
    request({ socketPath, path: '/metrics' }, response => resolve(text(response)))
      .on('error', reject)
      .end();
  });

/** What status and metrics say of a machine that uses this many W; the report, after its end, must have all of it under this name. */
async function told(tree: Tree, watts: Readonly<Record<string, number>>, what: string) {
  const folder = folderForTest('metrics');
  const socketPath = join(folder, 'metrics.sock');
  const config = join(folder, 'lattice.toml');
  writeFileSync(config, `[metrics]\nlisten = "unix:${socketPath}"\n\n[journal]\n\n[sampling]\nbatch_s = 1\n`);
  const daemon = new DaemonRun({ tree, args: ['--config', config] });
  const status = () => daemon.status();
  // From its first sample on it counts all that is used.
  await until('ticks', status, s => (s?.ticks ?? 0) > 0);
  const use = drawing(tree, watts);
  const drawn = await until('the total', status, s => s?.total?.what === what && s.total.watts > 0);
  const metrics = await metricsAt(socketPath);
  const used = use.end();
  // The sample after one that has what was written last has all that was used.
  tree.write(policyFile(0, 'scaling_cur_freq'), 1_234_000);
  const marked = await until('the last write', status, s => s?.policies[0]?.frequency === 1_234_000);
  await until('a later sample', status, s => (s?.ticks ?? 0) > (marked?.ticks ?? 0));
  daemon.process.kill('SIGTERM');
  await daemon.left();
  const { stdout } = await latticectl(['--state-dir', daemon.stateDir, 'report', '--json']);
  const report: { account: { metered: string }; uses: { domain: string; joules: number }[] } = JSON.parse(stdout);
  expect(report.account.metered).toBe(what);
  expect(report.uses[0]?.domain).toBe(what);
  expect(report.uses[0]?.joules).toBeCloseTo(used);
  return { status: drawn, metrics };
}

it('four dies of two packages are 100 W everywhere', async () => {
  const names = ['package-0-die-0', 'package-0-die-1', 'package-1-die-0', 'package-1-die-1'];
  const tree = reportedTree(
    server,
    powercap(
      'intel-rapl',
      names.map(name => raplZone(name)),
    ),
  );
  const watts = { 'intel-rapl:0': 40, 'intel-rapl:1': 30, 'intel-rapl:2': 20, 'intel-rapl:3': 10 };
  const { status, metrics } = await told(tree, watts, 'packages');
  expect(status?.total?.sure).toBe('whole');
  const each = status?.power.map(p => p.watts) ?? [];
  expect(each).toHaveLength(4);
  expect(status?.total?.watts).toBeCloseTo(each.reduce((a, w) => a + w));
  expect(metrics).toMatch(/lattice_total_power_watts\{of="packages"\}/);
});

it('a package does not hold its DRAM: 160 W', async () => {
  const tree = reportedTree(
    server,
    powercap('intel-rapl', [raplZone('package-0', ['dram']), raplZone('package-1', ['dram'])]),
  );
  const watts = { 'intel-rapl:0': 60, 'intel-rapl:1': 60, 'intel-rapl:0:0': 20, 'intel-rapl:1:0': 20 };
  await told(tree, watts, 'packages and memory');
});

it('a platform counter that stays at 0 for ever is no meter', async () => {
  const laptop = { ...server, count: 4, packages: 1 };
  const zones = [raplZone('package-0', ['core', 'uncore', 'dram']), { ...raplZone('psys'), energy: 0 }];
  await told(reportedTree(laptop, powercap('intel-rapl', zones)), { 'intel-rapl:0': 30 }, 'packages');
});

it('the registers of a package that only its second driver shows are a meter', async () => {
  const laptop = { ...server, count: 4, packages: 1 };
  const tree = reportedTree(laptop, powercap('intel-rapl-mmio', [raplZone('package-0')]));
  await told(tree, { 'intel-rapl-mmio:0': 15 }, 'packages');
});

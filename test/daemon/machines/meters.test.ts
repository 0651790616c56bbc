import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { powercap, raplZone, usualRange } from '../../fixtures/trees/powercap.js';
import type { Tree } from '../../fixtures/trees/tree.js';

const server = { count: 8, packages: 2, driver: 'intel_cpufreq', hardware: [800_000, 3_000_000] } as const;

/** A daemon over a tree that uses so many W in each zone (`intel-rapl:0`) for as long as the test runs. */
function drawing(tree: Tree, watts: Readonly<Record<string, number>>) {
  const folder = folderForTest('metrics');
  const socketPath = join(folder, 'metrics.sock');
  const config = join(folder, 'lattice.toml');
  writeFileSync(config, `[metrics]\nlisten = "unix:${socketPath}"\n\n[journal]\n`);
  const zones = Object.entries(watts).map(([name, w]) => {
    const file = `sys/class/powercap/${name}/energy_uj`;
    return { file, w, from: Number(tree.read(file)) };
  });
  const began = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - began) / 1000;
    for (const { file, w, from } of zones) tree.write(file, Math.round((from + seconds * w * 1e6) % usualRange));
  }, 20);
  const daemon = new DaemonRun({ tree, args: ['--config', config] });
  const metrics = () =>
    new Promise<string>((resolve, reject) => {
      request({ socketPath, path: '/metrics' }, response => {
        let text = '';
        response.setEncoding('utf8').on('data', part => {
          text += part;
        });
        response.on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });
  return { daemon, metrics, stop: () => clearInterval(timer) };
}

/** What status says once a few seconds are over, and the report after the end. */
async function told(tree: Tree, watts: Readonly<Record<string, number>>) {
  const { daemon, metrics, stop } = drawing(tree, watts);
  await new Promise(resolve => setTimeout(resolve, 4000));
  const status = await daemon.status();
  const text = await metrics();
  daemon.process.kill('SIGTERM');
  await daemon.left();
  stop();
  const { stdout } = await latticectl(['--state-dir', daemon.stateDir, 'report', '--json']);
  return { total: status?.total, text, report: JSON.parse(stdout) };
}

/** A busy test machine writes late: what matters is what the total is of one of its parts. */
const meanOf = (report: { uses: { domain: string; meanWatts: number }[] }, domain: string): number =>
  report.uses.find(u => u.domain === domain)?.meanWatts ?? Number.NaN;

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
  const { total, text, report } = await told(tree, watts);
  expect(total).toMatchObject({ what: 'packages', sure: 'whole' });
  expect(total?.watts).toBeGreaterThan(60);
  expect(text).toMatch(/lattice_total_power_watts\{of="packages"\}/);
  const use = report.uses[0];
  expect(use.domain).toBe('packages');
  expect(use.meanWatts / meanOf(report, 'package0.die0')).toBeCloseTo(100 / 40, 1);
}, 20_000);

it('a package does not hold its DRAM: 160 W', async () => {
  const tree = reportedTree(
    server,
    powercap('intel-rapl', [raplZone('package-0', ['dram']), raplZone('package-1', ['dram'])]),
  );
  const watts = { 'intel-rapl:0': 60, 'intel-rapl:1': 60, 'intel-rapl:0:0': 20, 'intel-rapl:1:0': 20 };
  const { total, report } = await told(tree, watts);
  expect(total?.what).toBe('packages and memory');
  expect(report.account.metered).toBe('packages and memory');
  expect(report.uses[0].meanWatts / meanOf(report, 'package0')).toBeCloseTo(160 / 60, 1);
}, 20_000);

it('a platform counter that stays at 0 for ever is no meter', async () => {
  const laptop = { ...server, count: 4, packages: 1 };
  const zones = [raplZone('package-0', ['core', 'uncore', 'dram']), { ...raplZone('psys'), energy: 0 }];
  const { total, report } = await told(reportedTree(laptop, powercap('intel-rapl', zones)), { 'intel-rapl:0': 30 });
  expect(total?.what).toBe('packages');
  expect(report.account.metered).toBe('packages');
  expect(report.uses[0].meanWatts).toBeGreaterThan(20);
}, 20_000);

it('the registers of a package that only its second driver shows are a meter', async () => {
  const laptop = { ...server, count: 4, packages: 1 };
  const tree = reportedTree(laptop, powercap('intel-rapl-mmio', [raplZone('package-0')]));
  const { report } = await told(tree, { 'intel-rapl-mmio:0': 15 });
  expect(report.uses[0].meanWatts).toBeGreaterThan(10);
}, 20_000);

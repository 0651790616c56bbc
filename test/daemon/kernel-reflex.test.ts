import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { helperPid, runs } from '../fixtures/process.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { tunablesFolder, withKernelGovernor } from '../fixtures/trees/kernel-governor.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

const policies = [0, 1, 2, 3];
const promise = '[promise]\nin = "milliseconds"\n';
const wanted = `${promise}[reflex]\nkernel = true\n`;
const start = `${tunablesFolder()}/young_percent`;
const age = `${tunablesFolder()}/young_us`;

const governors = (tree: Tree): string => policies.map(id => tree.read(policyFile(id, 'scaling_governor'))).join(' ');
const become = (tree: Tree, governor: string): Promise<unknown> =>
  until(
    `the governor ${governor}`,
    () => governors(tree),
    now => now === policies.map(() => governor).join(' '),
  );

interface Run {
  readonly tree: Tree;
  readonly daemon: DaemonRun;
  readonly file: string;
  readonly before: ReadonlyMap<string, string>;
}

/** latticed over a machine with the module loaded, with what it found. */
function started(text = wanted, prepare: (tree: Tree) => void = tree => withKernelGovernor(tree, policies)): Run {
  const tree = treeForTest('amd-acpi-cpufreq');
  prepare(tree);
  const before = tree.settings();
  const file = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(file, text);
  return { tree, daemon: new DaemonRun({ tree, args: ['--config', file] }), file, before };
}

/** Once it has told the kernel's governor how to start work: at the clock next to three quarters, held up by at most 4 ms. */
async function governing(...how: Parameters<typeof started>): Promise<Run> {
  const run = started(...how);
  await become(run.tree, 'lattice');
  await until(
    'its start',
    () => (run.tree.exists(start) && run.tree.exists(age) ? `${run.tree.read(start)} ${run.tree.read(age)}` : ''),
    said => said === '75 10000',
  );
  return run;
}

/** Found with the governor, and with a tunable of somebody's. */
function found(tree: Tree): void {
  for (const id of policies) tree.write(policyFile(id, 'scaling_governor'), 'lattice');
  withKernelGovernor(tree, policies);
  tree.write(start, 33);
}

const asFound = ({ tree, before }: Run): Promise<unknown> =>
  until(
    'the tree as it was found',
    () => [...tree.settings()].filter(([path, value]) => before.get(path)?.trim() !== value.trim()),
    changed => changed.length === 0,
  );

describe('latticed with the kernel’s governor', () => {
  it('gives it to all policies, tells it how work starts, and says so', async () => {
    const { daemon } = await governing();
    const status = await until(
      'its status',
      () => daemon.status(),
      told => told?.policies.every(p => p.reflex?.later != null) === true,
    );
    const [first] = status?.policies ?? [];
    expect(first?.summary).toBe(
      'Up to 3.60 GHz: the kernel’s governor starts work at 2.80 GHz, full clock after 10 ms',
    );
    expect(first?.governor).toBe('lattice');
    expect(first?.reflex).toMatchObject({ start: 2_800_000, raiseMs: 10, later: 4 });
    expect(first?.limits).toEqual({ min: 2_200_000, max: 3_600_000 });
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('%s puts the governor back, and its tunables are gone', async signal => {
    const run = await governing();
    run.daemon.process.kill(signal);
    await become(run.tree, 'schedutil');
    await asFound(run);
    await until(
      'no baseline left',
      () => existsSync(join(run.daemon.runtimeDir, 'baseline.json')),
      kept => !kept,
    );
  });

  it('found with it, tunables are as they were found after SIGTERM', async () => {
    const run = await governing(wanted, found);
    run.daemon.process.kill('SIGTERM');
    expect(await run.daemon.left()).toBe(0);
    await asFound(run);
    expect(run.tree.read(start)).toBe('33');
  });

  it('found with it, both killed: --restore puts tunables back', async () => {
    const run = await governing(wanted, found);
    const helper = await helperPid(run.daemon.runtimeDir);
    process.kill(helper, 'SIGSTOP');
    run.daemon.process.kill('SIGKILL');
    process.kill(helper, 'SIGKILL');
    await until(
      'the helper has left',
      () => runs(helper),
      alive => !alive,
    );
    expect(run.tree.read(start)).toBe('75');
    const args = ['--restore', '--root', run.tree.root, '--runtime-dir', run.daemon.runtimeDir];
    expect(spawnSync(helperPath(), args, { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    await asFound(run);
  });

  it('gives it back when the configuration no longer wants it', async () => {
    const run = await governing();
    writeFileSync(run.file, promise);
    await become(run.tree, 'schedutil');
    expect(runs(run.daemon.pid)).toBe(true);
  });

  it('leaves it where it was found, with what was set, when the configuration no longer wants it', async () => {
    const run = await governing(wanted, found);
    writeFileSync(run.file, promise);
    await until(
      'the start that was found',
      () => run.tree.read(start),
      percent => percent === '33',
    );
    expect(governors(run.tree)).toBe('lattice lattice lattice lattice');
  });

  it('an order of a person is stronger', async () => {
    const { tree, daemon } = await governing();
    const client = await daemon.client();
    await client.change({ op: 'override', wish: { governor: 'performance' }, lasting: { for: 600 } });
    await become(tree, 'performance');
    await client.change({ op: 'clear', override: 'all' });
    await become(tree, 'lattice');
    client.close();
  });

  it('takes a module that is loaded later, and says once that it was missing', async () => {
    const { tree, daemon } = started(wanted, () => undefined);
    await until(
      'the warning',
      () => daemon.stderr,
      said => said.includes('[reflex] kernel: its module is not loaded'),
    );
    withKernelGovernor(tree, policies);
    await become(tree, 'lattice');
    expect(daemon.stderr.match(/\[reflex\] kernel/g)).toHaveLength(1);
  });
});

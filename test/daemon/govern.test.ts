import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DaemonRun } from '../fixtures/daemon.js';
import { type Injector, injectorForTest } from '../fixtures/errno/injector.js';
import { eventually } from '../fixtures/eventually.js';
import { helperPid, runs } from '../fixtures/process.js';
import type { MachineName } from '../fixtures/trees/build-tree.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

interface Governed {
  readonly tree: Tree;
  readonly before: ReadonlyMap<string, string>;
  readonly injector: Injector;
  readonly daemon: DaemonRun;
}

/** latticed over a fake machine that it has begun to change. */
async function governing(name: MachineName = 'amd-pstate-epp', args: readonly string[] = []): Promise<Governed> {
  const tree = treeForTest(name);
  const before = tree.settings();
  const injector = injectorForTest(tree);
  const governed = { tree, before, injector, daemon: new DaemonRun({ tree, injector, args }) };
  await changed(governed);
  return governed;
}

const difference = ({ tree, before }: Governed): unknown[] =>
  [...tree.settings()].filter(([path, text]) => before.get(path) !== text);
const changed = (g: Governed): Promise<unknown> =>
  until(
    'writes in the tree',
    () => difference(g),
    found => found.length > 0,
  );
const putBack = (g: Governed): Promise<unknown> =>
  until(
    'the tree as it was',
    () => difference(g),
    found => found.length === 0,
  );

/** Resolves when look after look, for 2.5 s, nothing more has been written: the plan has been carried out. A wait of this process for a CPU is no look. */
async function settled({ injector }: Governed): Promise<void> {
  let [written, calm] = [-1, 0];
  const looks = (): number => {
    const writes = injector.attempts().length;
    calm = writes === written ? calm + 1 : 0;
    written = writes;
    return calm;
  };
  await until('no more writes', looks, count => count > 50);
}

describe('latticed governs a fake machine', () => {
  it.each(['amd-pstate-epp', 'intel-hybrid', 'intel-server'] as const)(
    '%s: SIGTERM puts every file back byte for byte and ends with 0',
    async name => {
      const g = await governing(name);
      g.daemon.process.kill('SIGTERM');
      expect(await g.daemon.left()).toBe(0);
      expect(difference(g)).toEqual([]);
      expect(existsSync(join(g.daemon.runtimeDir, 'baseline.json'))).toBe(false);
    },
  );

  it.each([
    ['SIGINT', []],
    ['SIGHUP', ['--foreground', '--govern']],
  ] as const)('%s %s as well', async (signal, args) => {
    const g = await governing('amd-pstate-epp', args);
    g.daemon.process.kill(signal);
    expect(await g.daemon.left()).toBe(0);
    expect(difference(g)).toEqual([]);
  });

  it("its own restore at the end is not taken for somebody else's drift", async () => {
    const g = await governing();
    g.daemon.process.kill('SIGTERM');
    await g.daemon.left();
    expect(g.daemon.stderr).not.toContain('drift');
  });

  it('every value that it writes is one the kernel offered', async () => {
    const g = await governing();
    await settled(g);
    g.daemon.process.kill('SIGTERM');
    expect(await g.daemon.left()).toBe(0);
    for (const { path, value } of g.injector.writes().filter(w => w.path.endsWith('_freq'))) {
      expect(`${path} ${value}`).toMatch(/ \d{6,7}$/);
      expect(Number(value)).toBeGreaterThanOrEqual(400_000);
      expect(Number(value)).toBeLessThanOrEqual(5_137_000);
    }
  });

  it('writes nothing on a machine that stays as it is (0 sysfs writes when quiet)', async () => {
    const g = await governing();
    await settled(g);
    g.injector.forget();
    const since = performance.now();
    await until(
      '3 s more',
      () => performance.now() - since,
      ms => ms > 3000,
    );
    expect(g.injector.attempts()).toEqual([]);
  });
});

describe('crashes', () => {
  it('SIGKILL of the engine: the helper puts everything back and leaves', async () => {
    const g = await governing();
    const helper = await helperPid(g.daemon.runtimeDir);
    g.daemon.process.kill('SIGKILL');
    await putBack(g);
    await until(
      'the helper has left',
      () => runs(helper),
      alive => !alive,
    );
  });

  it('SIGKILL of the helper: its successor puts back, and the engine plans anew', async () => {
    const g = await governing();
    const maximum = policyFile(0, 'scaling_max_freq');
    await until(
      'a limit of ours',
      () => g.tree.read(maximum),
      khz => khz !== '5137000',
    );
    g.injector.forget();
    const helper = await helperPid(g.daemon.runtimeDir);
    process.kill(helper, 'SIGKILL');
    await until(
      'a successor',
      () => helperPid(g.daemon.runtimeDir),
      pid => pid !== helper,
    );
    const maxima = (): string[] =>
      g.injector
        .writes()
        .filter(w => w.path === maximum)
        .map(w => w.value);
    // First the baseline, then a limit of ours again.
    await until(
      'restored and planned anew',
      maxima,
      values => values.indexOf('5137000') >= 0 && values.at(-1) !== '5137000',
    );
    expect(runs(g.daemon.pid)).toBe(true);
    await eventually(() => expect(g.daemon.stderr).toContain('lattice-helper was killed by SIGKILL'));
    g.daemon.process.kill('SIGTERM');
    expect(await g.daemon.left()).toBe(0);
    expect(difference(g)).toEqual([]);
  });

  it('SIGKILL of both: the next start puts back before it governs', async () => {
    const g = await governing();
    const helper = await helperPid(g.daemon.runtimeDir);
    process.kill(helper, 'SIGSTOP');
    g.daemon.process.kill('SIGKILL');
    process.kill(helper, 'SIGKILL');
    await g.daemon.gone();
    expect(difference(g)).not.toEqual([]);
    const next = new DaemonRun({
      tree: g.tree,
      injector: g.injector,
      runtimeDir: g.daemon.runtimeDir,
    });
    await until(
      'its first tick',
      () => next.status(),
      status => (status?.ticks ?? 0) > 0,
    );
    next.process.kill('SIGTERM');
    expect(await next.left()).toBe(0);
    expect(difference(g)).toEqual([]);
  });
});

describe('somebody else', () => {
  it('who changes a limit is named as drift once and not fought over', async () => {
    const g = await governing();
    await settled(g);
    g.tree.write(policyFile(0, 'scaling_max_freq'), 3_333_000);
    await until(
      'drift',
      () => g.daemon.stderr,
      text => text.includes('policy0.max_freq drift'),
    );
    expect(g.tree.read(policyFile(0, 'scaling_max_freq'))).toBe('3333000');
    expect(g.daemon.stderr.match(/policy0\.max_freq drift/g)).toHaveLength(1);
  });

  it('who sets the governor to performance: EPP is refused, said once, and taken up when it is gone (watt #46)', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const governor = policyFile(0, 'scaling_governor');
    const injector = injectorForTest(tree, [
      `refuse write ${policyFile(0, 'energy_performance_preference')} EBUSY while ${governor} performance`,
    ]);
    tree.write(governor, 'performance');
    const daemon = new DaemonRun({ tree, injector });
    const refused = (): RegExpMatchArray | null => daemon.stderr.match(/policy0\.epp refused/g);
    await until('refused', refused, found => found !== null);
    await until(
      'the others',
      () => tree.read(policyFile(1, 'energy_performance_preference')),
      word => word === 'balance_power',
    );
    tree.write(governor, 'powersave');
    await until(
      'taken up',
      () => tree.read(policyFile(0, 'energy_performance_preference')),
      word => word === 'balance_power',
    );
    expect(refused()).toHaveLength(1);
  });
});

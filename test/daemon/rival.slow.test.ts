import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownRivals } from '../../src/machine/linux/procfs/rivals.js';
import { latticectl } from '../cli/run.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

describe('latticed and a rival', () => {
  const activate = (tree: Tree, name: string): string => {
    const units = join(tree.root, 'run/systemd/units');
    mkdirSync(units, { recursive: true });
    const mark = join(units, `invocation:${knownRivals.find(rival => rival.name === name)?.unit}`);
    symlinkSync('4b1a3b0f5d5e4c0e8f5f3c2f1a0b9c8d', mark);
    return mark;
  };
  const changed = (tree: Tree, before: ReadonlyMap<string, string>) =>
    [...tree.settings()].filter(([path, text]) => before.get(path)?.trim() !== text.trim());

  /** Our writes are done and read back: a rival's that falls between a write and its read-back is taken for what the kernel made of ours. */
  const atRest = async (tree: Tree): Promise<void> => {
    let [before, calm] = ['', 0];
    await until(
      'the plan at rest',
      () => JSON.stringify([...tree.settings()]),
      now => {
        // Looks are counted: a wait of this process for a CPU is none.
        calm = now === before ? calm + 1 : 0;
        before = now;
        return calm > 32;
      },
    );
  };

  it('touches nothing beside one that runs already, says so to who asks, and governs when it is gone', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const mark = activate(tree, 'power-profiles-daemon');
    const before = tree.settings();
    const daemon = new DaemonRun({ tree });
    const status = await until(
      'ticks',
      () => daemon.status(),
      now => (now?.ticks ?? 0) > 2,
    );
    expect(status).toMatchObject({ mode: 'observe', rivals: ['power-profiles-daemon'] });
    expect(daemon.stderr).toContain('`systemctl mask --now power-profiles-daemon`');
    expect(changed(tree, before)).toEqual([]);
    const { stdout } = await latticectl(['--runtime-dir', daemon.runtimeDir, 'status']);
    expect(stdout).toContain(
      'power-profiles-daemon runs and writes the same files: `systemctl mask --now power-profiles-daemon` would end it',
    );
    rmSync(mark);
    await until(
      'writes',
      () => changed(tree, before),
      list => list.length > 0,
    );
    expect(daemon.stderr).toContain('power-profiles-daemon no longer in the way: governing again');
  });

  it('governs beside one when told to', async () => {
    const tree = treeForTest('amd-pstate-epp');
    activate(tree, 'tuned');
    const before = tree.settings();
    const daemon = new DaemonRun({ tree, args: ['--beside-rivals'] });
    await until(
      'writes',
      () => changed(tree, before),
      list => list.length > 0,
    );
    expect(await daemon.status()).toMatchObject({ mode: 'govern', rivals: ['tuned'] });
  });

  it('whose write is seen: it is looked for and named, everything is put back, and taken up when it is gone', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const before = tree.settings();
    const daemon = new DaemonRun({ tree });
    const maximum = policyFile(0, 'scaling_max_freq');
    await until(
      'writes',
      () => changed(tree, before),
      list => list.length > 0,
    );
    await atRest(tree);
    const folder = join(tree.root, 'proc/4711');
    mkdirSync(folder);
    writeFileSync(join(folder, 'cmdline'), '/usr/bin/watt\0');
    tree.write(maximum, 3_333_000);
    await until(
      'its name',
      () => daemon.stderr,
      text => /policy0\.max_freq drift: .*watt runs and writes the same files: all limits are put back/s.test(text),
    );
    await until(
      'the baseline',
      () => changed(tree, before),
      list => list.length === 0,
    );
    expect(await daemon.status()).toMatchObject({ mode: 'observe', rivals: ['watt'] });
    rmSync(folder, { recursive: true });
    // A quiet machine is looked at every 20 s, and rivals that are given way to every 30 s.
    await until(
      'governing again',
      () => daemon.status(),
      status => status?.mode === 'govern',
    );
    await until(
      'writes',
      () => changed(tree, before),
      list => list.length > 0,
    );
    expect(daemon.stderr).toContain('watt no longer in the way: governing again');
  });
});

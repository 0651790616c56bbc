import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rivalry } from '../../src/daemon/rivalry.js';
import { knownRivals, type Rival } from '../../src/machine/linux/procfs/rivals.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

const named = (name: string): Rival => {
  const rival = knownRivals.find(r => r.name === name);
  if (rival === undefined) throw new Error(`no rival ${name}`);
  return rival;
};

/** Rivals that come and go by hand: `here` by process alone, `active` by unit as well. */
function rivalry({ beside = false, governs = true } = {}) {
  const world = { here: [] as Rival[], active: [] as Rival[], looks: 0, glances: 0, beside };
  const said: string[] = [];
  const events: string[] = [];
  const made = new Rivalry({
    governs,
    beside: () => world.beside,
    look: () => {
      world.looks++;
      return [...world.active, ...world.here];
    },
    glance: () => {
      world.glances++;
      return world.active;
    },
    log: (_, text) => said.push(text),
    event: what => events.push(what),
    changed: () => undefined,
  });
  return { world, said, events, rivalry: made };
}

describe('rivalry', () => {
  it('refuses to begin beside one, names it and what would disable it', () => {
    const { world, rivalry: own } = rivalry();
    world.here = [named('tuned'), named('auto-cpufreq')];
    expect(() => own.meet()).toThrow(
      'tuned, auto-cpufreq run and write the same files: stop it first (`systemctl disable --now tuned`, `auto-cpufreq --remove`), ' +
        'observe with --dry-run, or use --beside-rivals',
    );
  });

  it.each([
    ['told that it may', { beside: true }, 'tuned runs and writes the same files; governing beside it as told'],
    ['only observing', { governs: false }, 'tuned runs and writes the same files'],
  ])('begins beside one when %s, and says so', (_, how, words) => {
    const { world, said, rivalry: own } = rivalry(how);
    world.here = [named('tuned')];
    own.meet();
    own.tick(0);
    expect([own.standsBack, own.names, said]).toEqual([false, ['tuned'], [words]]);
  });

  it('stands back for one whose unit becomes active, within 10 s, and governs again when it is gone', () => {
    const { world, said, events, rivalry: own } = rivalry();
    own.meet();
    own.tick(0);
    world.active = [named('tlp')];
    own.tick(9);
    expect(own.standsBack).toBe(false);
    own.tick(10.1);
    own.tick(20.2);
    expect([own.standsBack, own.names]).toEqual([true, ['tlp']]);
    expect(said).toEqual([
      'tlp runs and writes the same files: all limits are put back and left alone until then; `systemctl disable --now tlp` would end it',
    ]);
    world.active = [];
    own.tick(31);
    expect(own.standsBack).toBe(false);
    expect(said.at(-1)).toBe('tlp no longer in the way: governing again');
    expect(events).toEqual(['stands back', 'governs again']);
  });

  it('finds one that has no unit when somebody else has written, else within 10 minutes, and looks no oftener', () => {
    const { world, rivalry: own } = rivalry();
    own.meet();
    own.tick(0);
    world.here = [named('watt')];
    for (let t = 1; t < 590; t++) own.tick(t);
    expect([own.standsBack, world.looks]).toEqual([false, 1]);
    expect(world.glances).toBeLessThan(60);
    own.tick(600);
    expect(own.standsBack).toBe(true);
    world.here = [];
    expect(own.suspects()).toEqual([]);
    expect(own.standsBack).toBe(false);
    world.here = [named('watt')];
    expect(own.suspects()).toEqual(['watt']);
    expect(own.standsBack).toBe(true);
    world.beside = true;
    own.tick(640);
    expect(own.standsBack).toBe(false);
  });
});

describe('latticed and a rival', () => {
  const activate = (tree: Tree, name: string): string => {
    const units = join(tree.root, 'run/systemd/units');
    mkdirSync(units, { recursive: true });
    const mark = join(units, `invocation:${named(name).unit}`);
    symlinkSync('4b1a3b0f5d5e4c0e8f5f3c2f1a0b9c8d', mark);
    return mark;
  };
  const changed = (tree: Tree, before: ReadonlyMap<string, string>) =>
    [...tree.settings()].filter(([path, text]) => before.get(path)?.trim() !== text.trim());

  /** Our writes are done and read back: a rival's that falls between a write and its read-back is taken for what the kernel made of ours. */
  const atRest = async (tree: Tree): Promise<void> => {
    let [before, since] = ['', 0];
    await until(
      'the plan at rest',
      () => JSON.stringify([...tree.settings()]),
      now => {
        if (now !== before) since = performance.now();
        before = now;
        return performance.now() - since > 1600;
      },
    );
  };

  it('does not begin beside one, and touches nothing', async () => {
    const tree = treeForTest('amd-pstate-epp');
    activate(tree, 'power-profiles-daemon');
    const before = tree.settings();
    const daemon = new DaemonRun({ tree });
    expect(await daemon.left()).toBe(1);
    expect(daemon.stderr).toContain('`systemctl disable --now power-profiles-daemon`');
    expect(changed(tree, before)).toEqual([]);
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

  it('whose write is seen: it is named as the likely author, everything is put back, and taken up when it is gone', async () => {
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
      text => /policy0\.max_freq drift: .*; watt runs\)/.test(text),
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
      { timeout: 60_000 },
    );
    await until(
      'writes',
      () => changed(tree, before),
      list => list.length > 0,
    );
    expect(daemon.stderr).toContain('watt no longer in the way: governing again');
  }, 120_000);
});

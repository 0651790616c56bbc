import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DaemonRun } from '../fixtures/daemon.js';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { eventually } from '../fixtures/eventually.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';

describe('a wrong command line ends with 2 and says what is wrong', () => {
  it.each([
    ['an unknown option', ['--turbo'], "unknown option '--turbo'"],
    ['an argument', ['start'], 'too many arguments'],
    ['a time that is none', ['--duration', 'soon'], 'expected a time such as 10s, 5m or 1h'],
    ['an unknown platform', ['--simulate=phone'], 'Allowed choices are laptop, server'],
    ['an option without its value', ['--config'], 'argument missing'],
  ])('%s', async (_, args, words) => {
    const daemon = new DaemonRun({ args });
    expect(await daemon.left()).toBe(2);
    expect(daemon.stderr).toContain(words);
    expect(readdirSync(daemon.stateDir)).toEqual([]);
  });
});

describe('a bad configuration ends with 2 and touches nothing', () => {
  it.each([
    ['bad.toml', 'profile = "turbo"\n', /bad\.toml:1: profile: expected one of performance, balanced, power-saver/],
    ['broken.toml', '[sampling\n', /broken\.toml:1:\d+: /],
  ])('%s', async (name, text, words) => {
    const file = join(folderForTest('config'), name);
    writeFileSync(file, text);
    const tree = treeForTest('amd-pstate-epp');
    const before = tree.settings();
    const daemon = new DaemonRun({ tree, args: ['--config', file] });
    expect(await daemon.left()).toBe(2);
    expect(daemon.stderr).toMatch(words);
    expect(tree.settings()).toEqual(before);
  });

  it('a file that is not there', async () => {
    const daemon = new DaemonRun({ args: ['--simulate', '--config', join(folderForTest('config'), 'none.toml')] });
    expect(await daemon.left()).toBe(2);
    expect(daemon.stderr).toContain('none.toml: no such file');
  });
});

describe('--dry-run and --foreground', () => {
  it.each([['--dry-run'], ['--foreground']])('%s observes and writes nothing at all', async option => {
    const tree = treeForTest('amd-pstate-epp');
    const before = tree.settings();
    const injector = injectorForTest(tree);
    const daemon = new DaemonRun({ tree, injector, args: [option, '--duration', '3s'] });
    expect(await daemon.left()).toBe(0);
    expect(injector.attempts()).toEqual([]);
    expect(tree.settings()).toEqual(before);
    expect(existsSync(join(daemon.runtimeDir, 'baseline.json'))).toBe(false);
  });

  it('--foreground says what it would write, --govern writes it', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const seen = new DaemonRun({ tree, args: ['--foreground'] });
    await eventually(() => expect(seen.stdout).toMatch(/^policy0 {2}If governed: /m));
    seen.process.kill('SIGTERM');
    expect(await seen.left()).toBe(0);
    expect(seen.stdout).toContain('observing, nothing is written');
    expect(seen.stdout).toMatch(
      /\nended after [\d.]+ s: \d+ ticks?, \d+ changes? of limits shown; .*; nothing was written\n$/,
    );
    const injector = injectorForTest(tree);
    const governed = new DaemonRun({ tree, injector, args: ['--foreground', '--govern'] });
    await eventually(async () =>
      expect((await governed.status())?.controls).toContainEqual(expect.objectContaining({ state: 'held' })),
    );
    governed.process.kill('SIGTERM');
    expect(await governed.left()).toBe(0);
    expect(governed.stdout).not.toContain('If governed');
    const [, written, back] =
      /; (\d+) values? written; read back: all (\d+) controls? that differed are back at their baseline\n/.exec(
        governed.stdout,
      ) ?? [];
    expect(Number(written)).toBeGreaterThan(0);
    expect(Number(back)).toBeGreaterThan(0);
    expect(injector.writes()).not.toEqual([]);
  });
});

describe('how it ends by itself', () => {
  it.each([
    ['a fake machine', ['--duration', '2s'], true],
    ['a simulated one', ['--simulate', '--duration', '2s'], false],
    ['a simulated server', ['--simulate=server', '--duration', '500ms'], false],
  ])('%s: --duration ends with 0, the journal closed', async (_, args, onTree) => {
    const daemon = new DaemonRun({ ...(onTree ? { tree: treeForTest('intel-hybrid') } : {}), args });
    expect(await daemon.left()).toBe(0);
    expect(readdirSync(daemon.stateDir)).toContain('journal.db');
    expect(readdirSync(daemon.stateDir).filter(name => name.endsWith('-wal'))).toEqual([]);
  });

  it('a machine without cpufreq is simulated, and said to be', async () => {
    const daemon = new DaemonRun({ tree: treeForTest('no-cpufreq'), args: ['--foreground'] });
    await eventually(() => expect(daemon.stdout).toContain('SIMULATED'));
    daemon.process.kill('SIGTERM');
    expect(await daemon.left()).toBe(0);
    expect(daemon.stderr).toContain('SIMULATED');
  });
});

describe('what stands in its way', () => {
  it('a second instance is refused, names the first, and harms it not', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const first = new DaemonRun({ tree });
    (await first.client()).close();
    const second = new DaemonRun({ tree, runtimeDir: first.runtimeDir, args: ['--duration', '2s'] });
    expect(await second.left()).toBe(1);
    expect(second.stderr).toMatch(new RegExp(`${first.pid}|already|another`));
    expect(first.process.exitCode).toBeNull();
    first.process.kill('SIGTERM');
    expect(await first.left()).toBe(0);
  });

  it('no helper: named with what to do', async () => {
    const path = join(folderForTest('run'), 'lattice-helper');
    const daemon = new DaemonRun({ tree: treeForTest('intel-hybrid'), env: { LATTICE_HELPER: path } });
    expect(await daemon.left()).toBe(1);
    expect(daemon.stderr).toContain(`no lattice-helper at ${path}: build it with`);
  });

  it('a helper socket where nobody listens', async () => {
    const path = join(folderForTest('run'), 'helper.sock');
    const daemon = new DaemonRun({ args: ['--helper-socket', path] });
    expect(await daemon.left()).toBe(1);
    expect(daemon.stderr).toContain(path);
  });

  it('a runtime folder that is a file', async () => {
    const file = join(folderForTest('run'), 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    const daemon = new DaemonRun({ tree: treeForTest('intel-hybrid'), runtimeDir: file });
    expect(await daemon.left()).toBe(1);
    expect(daemon.stderr).toContain(file);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { folderForTest } from '../fixtures/scratch.js';
import { machineNames } from '../fixtures/trees/build-tree.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { patience } from '../rig/poll.js';

const helper = (...args: string[]) => spawnSync(helperPath(), args, { encoding: 'utf8', timeout: patience });

interface Printed {
  readonly hello: { readonly t: string; readonly signals: readonly { readonly name: string }[] };
  readonly sample: Readonly<Record<string, number | string | null>>;
}

describe('--once', () => {
  it.each(machineNames)('%s: prints one hello and one sample as JSON for people', name => {
    const tree = treeForTest(name);
    const before = tree.settings();
    const { status, stdout, stderr } = helper('--once', '--root', tree.root, '--runtime-dir', folderForTest('run'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const printed = JSON.parse(stdout) as Printed;
    expect(printed.hello.t).toBe('hello');
    expect(Object.keys(printed.sample)).toEqual(printed.hello.signals.map(s => s.name));
    expect(stdout.split('\n').length).toBeGreaterThan(20);
    expect(tree.settings()).toEqual(before);
  });
});

/** The folders of a tree, those above first, no deeper than where the kinds of devices part. */
function foldersOf(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const folders = entries.filter(e => e.isDirectory()).map(e => relative(root, join(e.parentPath, e.name)));
  return folders.filter(path => path.split('/').length <= 5).sort();
}

// An empty root once ended --once with SIGSEGV: without CPUs the load's reader took its missing /proc/stat for BPF.
describe('--once where things are missing', () => {
  it('an empty root: says what is not there, and the clock still runs', () => {
    const { status, signal, stdout } = helper(
      '--once',
      '--root',
      folderForTest('root'),
      '--runtime-dir',
      folderForTest('run'),
    );
    expect({ status, signal }).toEqual({ status: 0, signal: null });
    const { hello, sample } = JSON.parse(stdout) as Printed & { hello: { missing: { what: string }[] } };
    expect(Object.keys(sample)).toEqual(['clock.suspended']);
    expect(hello.missing.map(m => m.what)).toContain('busy');
  });

  it.each(['intel-hybrid', 'amd-acpi-cpufreq'] as const)('%s without any one of its folders', async name => {
    const { root } = treeForTest(name);
    const runtime = folderForTest('run');
    const folders = foldersOf(root);
    expect(folders.length).toBeGreaterThan(30);
    const ends: Record<string, unknown> = {};
    const look = async () => {
      for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
        const tree = treeForTest(name);
        tree.remove(folder);
        const child = spawn(helperPath(), ['--once', '--root', tree.root, '--runtime-dir', runtime], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        const [printed, [status, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
        tree.cleanup();
        if (status !== 0 || JSON.parse(printed).hello.t !== 'hello') ends[folder] = { status, signal };
      }
    };
    await Promise.all(Array.from({ length: 6 }, look));
    expect(ends).toEqual({});
  });
});

describe('the command line', () => {
  it.each([
    ['an unknown option', ['--turbo']],
    ['an argument', ['now']],
    ['two modes', ['--once', '--restore']],
    ['an option without its value', ['--root']],
    ['a wrong number', ['--bench', 'many']],
  ])('%s ends with 2 and says so', (_, args) => {
    const { status, stdout, stderr } = helper(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/lattice-helper/);
  });

  it('--help and --version end with 0', () => {
    expect(helper('--help').status).toBe(0);
    expect(helper('--version')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^lattice-helper \d+\.\d+\.\d+\n$/),
    });
  });

  it('a root that is not there ends with 1 and names it', () => {
    const { status, stderr } = helper('--once', '--root', '/nowhere/at/all', '--runtime-dir', folderForTest('run'));
    expect(status).toBe(1);
    expect(stderr).toContain('/nowhere/at/all');
  });
});

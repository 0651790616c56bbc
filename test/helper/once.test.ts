import { spawnSync } from 'node:child_process';
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

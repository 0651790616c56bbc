import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { helperForTest } from '../fixtures/helper.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { bootId } from '../fixtures/trees/proc.js';
import { policyFile } from '../fixtures/trees/tree.js';
import { patience } from '../rig/poll.js';

const root = process.getuid?.() === 0;
const nobody = 65534;
const maximum = policyFile(0, 'scaling_max_freq');
const forged = JSON.stringify({ boot_id: bootId, values: { 'policy0.max_freq': 800_000 } });

/** A helper that has nobody to talk to, so that it ends by itself; a pipe that it waits for is over in time. */
function helper(mode: string, tree: string, runtimeDir: string) {
  const args = [mode, '--root', tree, '--runtime-dir', runtimeDir];
  return spawnSync(helperPath(), args, { encoding: 'utf8', input: '', timeout: patience });
}

const fifo = (path: string) => expect(spawnSync('mkfifo', [path]).status).toBe(0);

// In /tmp anybody may make /tmp/lattice-0 before root does: a forged baseline was written to sysfs, links were followed and a pipe waited for.
describe('a runtime folder that somebody else may change', () => {
  const folder = () => {
    const made = folderForTest('run');
    writeFileSync(join(made, 'baseline.json'), forged);
    return made;
  };
  const withMode = (mode: number) => (path: string) => {
    chmodSync(path, mode);
    return path;
  };
  const linked = (end: string) => (path: string) => {
    symlinkSync(path, `${path}-link`);
    onTestFinished(() => rmSync(`${path}-link`));
    return `${path}-link${end}`;
  };
  const cases: readonly [string, (path: string) => string, RegExp][] = [
    ['writable by its group', withMode(0o775), /: a folder of uid \d+ with mode 0775 /],
    ['writable by all', withMode(0o777), /: a folder of uid \d+ with mode 0777 /],
    ['like /tmp', withMode(0o1777), /: a folder of uid \d+ with mode 1777 /],
    ['a link', linked(''), /-link: a link of uid \d+ /],
    ['a link with a slash', linked('/'), /-link: a link of uid \d+ /],
  ];

  it.runIf(root)("another user's: the line names owner, mode and what is expected", () => {
    const path = folder();
    chownSync(path, nobody, nobody);
    const tree = treeForTest('intel-hybrid');
    const { status, stderr } = helper('--restore', tree.root, path);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `lattice-helper: ${path}: a folder of uid 65534 with mode 0700 is not trusted; expected a folder of root that nobody else may write; remove it, or use another --runtime-dir\n`,
    );
    expect(readdirSync(path)).toEqual(['baseline.json']);
    expect(tree.read(maximum)).toBe('4700000');
  });

  it.each(cases)('%s: nothing is put back from it, nothing is written, and one line says why', (_, change, says) => {
    const made = folder();
    const path = change(made);
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    for (const mode of ['--restore', '--stdio']) {
      const { status, stderr, stdout } = helper(mode, tree.root, path);
      expect(stderr).toMatch(says);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect({ mode, status, stdout }).toEqual({ mode, status: 1, stdout: '' });
    }
    const once = helper('--once', tree.root, path);
    expect(once).toMatchObject({ status: 0, stderr: expect.stringContaining('is not trusted') });
    expect(JSON.parse(once.stdout).hello.baseline).toEqual({});
    expect(readdirSync(made)).toEqual(['baseline.json']);
    expect(tree.settings()).toEqual(before);
  });
});

describe('a baseline that is no plain file of ours', () => {
  const cases: [string, (path: string, other: string) => void][] = [
    ['a link', (path, other) => symlinkSync(other, path)],
    ['a second name', (path, other) => linkSync(other, path)],
    ['a pipe', path => fifo(path)],
  ];
  if (root)
    cases.push([
      "another user's",
      path => {
        writeFileSync(path, forged);
        chownSync(path, nobody, nobody);
      },
    ]);
  it.each(cases)('%s: is not read, nor waited for', (_, put) => {
    const runtime = folderForTest('run');
    const other = join(folderForTest('other'), 'forged');
    writeFileSync(other, forged);
    put(join(runtime, 'baseline.json'), other);
    const tree = treeForTest('intel-hybrid');
    const { status, signal, stderr } = helper('--restore', tree.root, runtime);
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toContain(`${runtime}/baseline.json is not trusted`);
    expect(tree.read(maximum)).toBe('4700000');
  });
});

describe('a link or a pipe where the helper writes', () => {
  const secret = () => {
    const path = join(folderForTest('victim'), 'secret');
    writeFileSync(path, 'secret', { mode: 0o600 });
    return path;
  };

  it('baseline.json.new: is replaced, and what it points to stays', async () => {
    const victim = secret();
    const runtimeDir = folderForTest('run');
    symlinkSync(victim, join(runtimeDir, 'baseline.json.new'));
    const run = await helperForTest(treeForTest('intel-hybrid'), { runtimeDir });
    expect(await run.set({ 'policy0.max_freq': 1_000_000 })).toEqual({ 'policy0.max_freq': { value: 1_000_000 } });
    expect(readFileSync(victim, 'utf8')).toBe('secret');
    expect(lstatSync(join(runtimeDir, 'baseline.json')).isFile()).toBe(true);
    expect(JSON.parse(run.baselineText() ?? '').values).toEqual({ 'policy0.max_freq': 4_700_000 });
  });

  it.each([
    ['a link', (path: string, victim: string) => symlinkSync(`${victim}-new`, path)],
    ['a second name', (path: string, victim: string) => linkSync(victim, path)],
    ['a pipe', (path: string) => fifo(path)],
  ])('lock: %s is refused by name', (_, put) => {
    const victim = secret();
    const runtime = folderForTest('run');
    put(join(runtime, 'lock'), victim);
    const { status, stderr } = helper('--stdio', treeForTest('intel-hybrid').root, runtime);
    expect(status).toBe(1);
    expect(stderr).toContain(`${runtime}/lock is not trusted`);
    expect(existsSync(`${victim}-new`)).toBe(false);
    expect(readFileSync(victim, 'utf8')).toBe('secret');
  });

  it.each([
    ['a link', 'ELOOP', (path: string, victim: string) => symlinkSync(victim, path)],
    ['a second name', 'EPERM', (path: string, victim: string) => linkSync(victim, path)],
    ['a pipe', 'ENXIO', (path: string) => fifo(path)],
  ])('an attribute of a fake tree: %s is refused', async (_, errno, put) => {
    const victim = secret();
    writeFileSync(victim, '4700000\n');
    const tree = treeForTest('intel-hybrid');
    tree.remove(maximum);
    tree.add({ [maximum]: { text: '', mode: 0o644 } });
    tree.write(maximum, 4_700_000);
    const run = await helperForTest(tree);
    tree.remove(maximum);
    put(tree.path(maximum), victim);
    expect(await run.set({ 'policy0.max_freq': 1_000_000 })).toMatchObject({
      'policy0.max_freq': { errno: expect.any(String) },
    });
    expect(readFileSync(victim, 'utf8')).toBe('4700000\n');
    if (errno !== 'ENXIO')
      expect(await run.set({ 'policy0.max_freq': 900_000 })).toMatchObject({ 'policy0.max_freq': { errno } });
  });
});

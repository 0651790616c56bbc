import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { helperForTest } from '../fixtures/helper.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { bootId } from '../fixtures/trees/proc.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { patience, until } from '../rig/poll.js';

const maximum = policyFile(0, 'scaling_max_freq');
const asFound = (boot: string, values: object): string => JSON.stringify({ boot_id: boot, values });

/** A runtime folder as a crashed helper leaves it. */
function leftBehind(text: string): string {
  const folder = folderForTest('run');
  writeFileSync(join(folder, 'baseline.json'), text);
  return folder;
}

const restore = (tree: Tree, runtimeDir: string) =>
  spawnSync(helperPath(), ['--restore', '--root', tree.root, '--runtime-dir', runtimeDir], {
    encoding: 'utf8',
    timeout: patience,
  });

describe('the baseline on disk', () => {
  it('is whole before the first write and names the boot', async () => {
    const tree = treeForTest('intel-hybrid');
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    await run.set({ 'policy0.max_freq': 1_000_000 });
    expect(injector.attempts().map(a => `${a.what} ${a.path.split('/').at(-1)}`)).toEqual([
      'rename baseline.json',
      'write scaling_max_freq',
    ]);
    expect(JSON.parse(run.baselineText() ?? '')).toEqual({
      boot_id: bootId,
      values: { 'policy0.max_freq': 4_700_000 },
    });
  });

  it('keeps the first value of a control and takes up further ones', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree);
    await run.set({ 'policy0.max_freq': 1_000_000 });
    await run.set({ 'policy0.max_freq': 2_000_000, 'policy0.epp': 'power' });
    expect(JSON.parse(run.baselineText() ?? '')).toMatchObject({
      values: { 'policy0.max_freq': 4_700_000, 'policy0.epp': 'balance_performance' },
    });
  });

  it('makes the folder when it is not there', async () => {
    const runtimeDir = join(folderForTest('run'), 'helper');
    const run = await helperForTest(treeForTest('intel-hybrid'), { runtimeDir });
    await run.set({ 'policy0.max_freq': 1_000_000 });
    expect(existsSync(join(runtimeDir, 'baseline.json'))).toBe(true);
  });

  it('that cannot be written: nothing else is written either, and the result says why', async () => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const blocked = join(folderForTest('run'), 'file');
    writeFileSync(blocked, '');
    const run = await helperForTest(tree, { runtimeDir: join(blocked, 'run') });
    const results = await run.set({ 'policy0.max_freq': 1_000_000 });
    expect(results).toMatchObject({
      'policy0.max_freq': { errno: 'ENOTDIR', why: expect.stringContaining('baseline') },
    });
    expect(tree.settings()).toEqual(before);
  });
});

describe('a baseline found at the start', () => {
  it('of this boot is put back before the hello, and told', async () => {
    const tree = treeForTest('intel-hybrid');
    tree.write(maximum, 1_000_000);
    const runtimeDir = leftBehind(asFound(bootId, { 'policy0.max_freq': 4_000_000 }));
    const run = await helperForTest(tree, { runtimeDir });
    expect(tree.read(maximum)).toBe('4000000');
    expect(run.control('policy0.max_freq')?.value).toBe(4_000_000);
    expect(run.hello.baseline).toEqual({});
    run.lively();
    await run.nextSamples();
    expect(run.restored).toMatchObject([
      { why: 'start', outcome: { results: { 'policy0.max_freq': { value: 4_000_000 } } } },
    ]);
    expect(run.baselineText()).toBeUndefined();
  });

  it('of another boot is dropped', async () => {
    const tree = treeForTest('intel-hybrid');
    const runtimeDir = leftBehind(asFound('00000000-0000-0000-0000-000000000000', { 'policy0.max_freq': 1_000_000 }));
    const run = await helperForTest(tree, { runtimeDir });
    expect(tree.read(maximum)).toBe('4700000');
    expect(run.restored).toEqual([]);
    expect(run.baselineText()).toBeUndefined();
  });

  it('with a control that is gone: the others come back', async () => {
    const tree = treeForTest('intel-hybrid');
    const runtimeDir = leftBehind(
      asFound(bootId, { 'policy64.max_freq': 1_000_000, 'policy0.max_freq': 4_000_000, 'gone.boost': 1 }),
    );
    const run = await helperForTest(tree, { runtimeDir });
    expect(tree.read(maximum)).toBe('4000000');
    run.lively();
    await run.nextSamples();
    expect(run.restored[0]?.outcome.results).toMatchObject({
      'policy64.max_freq': { errno: 'ENODEV' },
      'policy0.max_freq': { value: 4_000_000 },
    });
  });

  it.each([
    ['cut off', asFound(bootId, { 'policy0.max_freq': 4_000_000 }).slice(0, -9)],
    ['empty', ''],
    ['no JSON', 'scaling_max_freq=4000000\n'],
    ['a list', '[1, 2, 3]'],
    ['zeros, as after a power cut', '\0'.repeat(4096)],
    ['a value that is an object', asFound(bootId, { 'policy0.max_freq': { khz: 1 } })],
    ['nested without end', `{"boot_id":${'['.repeat(100_000)}`],
  ])('that is damaged (%s) is moved aside in words, and the helper serves', async (_, text) => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const run = await helperForTest(tree, { runtimeDir: leftBehind(text), injector: injectorForTest(tree) });
    // Its stderr is another pipe than the hello's, and may be read later.
    await until(
      'the words',
      () => run.stderr.join('\n'),
      said => /baseline\.json is damaged and was moved aside to baseline\.json\.bad/.test(said),
    );
    expect(readFileSync(join(run.runtimeDir, 'baseline.json.bad'), 'utf8')).toBe(text);
    expect(await run.set({ 'policy0.max_freq': 1_000_000 })).toEqual({ 'policy0.max_freq': { value: 1_000_000 } });
    await run.machine.restore();
    expect(tree.settings()).toEqual(before);
  });

  it('with values that its controls cannot have: nothing of them is written', async () => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const values = {
      'policy0.max_freq': 'much',
      'policy1.governor': 'powersave\nperformance',
      'policy2.epp': 'unlimited',
      'policy3.min_freq': -1,
    };
    const run = await helperForTest(tree, {
      runtimeDir: leftBehind(asFound(bootId, values)),
      injector: injectorForTest(tree),
    });
    expect(tree.settings()).toEqual(before);
    expect(run.lost).toEqual([]);
  });

  it('is left alone by a helper that may only read: it belongs to the one that governs', async () => {
    const tree = treeForTest('intel-hybrid');
    const text = asFound(bootId, { 'policy0.max_freq': 4_000_000 });
    const runtimeDir = leftBehind(text);
    const run = await helperForTest(tree, { runtimeDir, readOnly: true });
    await run.machine.stop();
    expect(readFileSync(join(runtimeDir, 'baseline.json'), 'utf8')).toBe(text);
    expect(tree.read(maximum)).toBe('4700000');
  });

  it('is left alone by --once', () => {
    const tree = treeForTest('intel-hybrid');
    const runtimeDir = leftBehind('damaged');
    spawnSync(helperPath(), ['--once', '--root', tree.root, '--runtime-dir', runtimeDir]);
    expect(readFileSync(join(runtimeDir, 'baseline.json'), 'utf8')).toBe('damaged');
  });
});

describe('--restore', () => {
  it('puts back, ends with 0, and does nothing when asked again', () => {
    const tree = treeForTest('intel-hybrid');
    tree.write(maximum, 1_000_000);
    const runtimeDir = leftBehind(asFound(bootId, { 'policy0.max_freq': 4_000_000, 'policy1.epp': 'power' }));
    expect(restore(tree, runtimeDir)).toMatchObject({ status: 0, stderr: '' });
    expect(tree.read(maximum)).toBe('4000000');
    expect(tree.read(policyFile(1, 'energy_performance_preference'))).toBe('power');
    tree.write(maximum, 3_000_000);
    expect(restore(tree, runtimeDir)).toMatchObject({ status: 0, stdout: '' });
    expect(tree.read(maximum)).toBe('3000000');
  });

  it('without a baseline, or without even the folder, is done already', () => {
    const tree = treeForTest('intel-hybrid');
    expect(restore(tree, folderForTest('run')).status).toBe(0);
    expect(restore(tree, join(folderForTest('run'), 'absent')).status).toBe(0);
  });

  it('of another boot writes nothing', () => {
    const tree = treeForTest('intel-hybrid');
    expect(restore(tree, leftBehind(asFound('another', { 'policy0.max_freq': 1_000_000 }))).status).toBe(0);
    expect(tree.read(maximum)).toBe('4700000');
  });

  it('of a damaged baseline fails in words', () => {
    const { status, stderr } = restore(treeForTest('intel-hybrid'), leftBehind('{'));
    expect(status).toBe(1);
    expect(stderr).toContain('baseline.json is damaged');
  });

  it('tells what could not be put back and fails, with the rest back in place', () => {
    const tree = treeForTest('intel-hybrid');
    tree.write(maximum, 1_000_000);
    const { status, stderr } = restore(
      tree,
      leftBehind(asFound(bootId, { 'policy99.max_freq': 1_000_000, 'policy0.max_freq': 4_000_000 })),
    );
    expect(status).toBe(1);
    expect(stderr).toContain('policy99.max_freq');
    expect(tree.read(maximum)).toBe('4000000');
  });
});

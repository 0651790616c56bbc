import { expect, it } from 'vitest';
import { DaemonRun } from '../../fixtures/daemon.js';
import { eventually } from '../../fixtures/eventually.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { latticectl } from '../run.js';
import { nowhere, supportFile } from './support.js';

it('of a daemon that runs: versions, hello, doctor and the last decisions', async () => {
  const daemon = new DaemonRun({ tree: treeForTest('intel-hybrid') });
  const where = ['--state-dir', daemon.stateDir, '--runtime-dir', daemon.runtimeDir];
  await eventually(async () => {
    const { stdout } = await latticectl([...where, 'decisions', '--json']);
    expect(JSON.parse(stdout).decisions.length).toBeGreaterThan(0);
  });
  const { bundle, text } = await supportFile(...where, 'support');
  expect(bundle.versions).toMatchObject({ latticed: bundle.versions.latticectl, simulated: false });
  expect(bundle.hello).toMatchObject({ kind: 'linux (a tree)', topology: { policies: { length: 8 } } });
  expect(bundle.doctor.findings).toContainEqual(expect.objectContaining({ area: 'daemon', level: 'ok' }));
  expect(bundle.decisions).toContainEqual(expect.objectContaining({ scope: 'policy0', why: expect.any(String) }));
  expect(bundle.lacking).not.toContainEqual(expect.objectContaining({ what: 'daemon' }));
  // A person reads it: first what it is, then nothing on one endless line.
  expect(text.startsWith('{\n  "about": [\n    "A support bundle of Lattice')).toBe(true);
});

it('without a daemon or a journal: what is lacking is said, and the machine is there', async () => {
  const { bundle } = await supportFile(...nowhere(), 'support');
  expect(bundle.versions.latticed).toBeNull();
  expect(bundle.lacking.map((l: { what: string }) => l.what)).toEqual(expect.arrayContaining(['daemon', 'decisions']));
  expect(bundle.files).toHaveProperty(['sys/devices/system/cpu/online']);
  expect(bundle.configuration).toMatchObject({ profile: expect.any(String) });
});

it('without a helper too', async () => {
  const args = [...nowhere(), 'support'];
  const { code, stdout } = await latticectl(args, { LATTICE_HELPER: '/nowhere/lattice-helper' });
  expect(code).toBe(0);
  const { hello, lacking } = JSON.parse(stdout);
  expect(hello).toBeNull();
  expect(lacking).toContainEqual({ what: 'hello', why: 'no lattice-helper at /nowhere/lattice-helper' });
});

it('unpack refuses what is no support file', async () => {
  expect(await latticectl(['support', 'unpack', 'package.json', '/nowhere'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^latticectl: package\.json: format undefined, expected 1/),
  });
});

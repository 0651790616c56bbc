import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { distrust } from '../../src/control/trust.js';
import { folderForTest } from '../fixtures/scratch.js';

const root = process.getuid?.() === 0;

/** A folder like /tmp: everybody may make names in it. */
function shared(): string {
  const folder = folderForTest('shared');
  chmodSync(folder, 0o1777);
  return folder;
}

it('trusts what we made, and what is not there', () => {
  const folder = join(shared(), 'lattice-0');
  expect(distrust(folder)).toBeUndefined();
  mkdirSync(folder, 0o755);
  expect(distrust(folder)).toBeUndefined();
});

// Root's latticectl asked the socket of whoever had made /tmp/lattice-simulated-0 first.
it.runIf(root)('does not trust what another user made where everybody may', () => {
  const folder = join(shared(), 'lattice-0');
  mkdirSync(folder);
  chownSync(folder, 1234, 1234);
  expect(distrust(folder)).toBe(`${folder} belongs to uid 1234, expected root or uid 0`);
  expect(distrust(join(folder, 'below'))).toBe(`${folder} belongs to uid 1234, expected root or uid 0`);
});

it.runIf(root)('trusts a service user’s folder that root put where only root may', () => {
  const folder = join(folderForTest('run'), 'lattice');
  mkdirSync(folder);
  chownSync(folder, 1234, 1234);
  expect(distrust(folder)).toBeUndefined();
});

// The same modes as test/helper/trust.test.ts: the helper refuses what we refuse.
it.each([0o777, 0o775, 0o1777])(
  'does not trust a folder that others or its group may write, nor what lies in it',
  mode => {
    const folder = join(folderForTest('run'), 'lattice');
    mkdirSync(folder);
    chmodSync(folder, mode);
    const why = `${folder} may be written by others (mode ${mode.toString(8)}): \`chmod go-w\` ends that`;
    expect(distrust(folder)).toBe(why);
    mkdirSync(join(folder, 'below'));
    expect(distrust(join(folder, 'below'))).toBe(mode === 0o1777 ? undefined : why);
  },
);

it('a path that is not absolute is looked at from the top as well', () => {
  const folder = folderForTest('run');
  chmodSync(folder, 0o775);
  expect(distrust(relative(process.cwd(), folder))).toContain(`${folder} may be written by others`);
});

it.runIf(root)('does not follow another user’s link', () => {
  const mine = folderForTest('mine');
  const link = join(shared(), 'lattice-0');
  symlinkSync(mine, link);
  expect(distrust(link)).toBeUndefined();
  const { lchownSync } = process.getBuiltinModule('node:fs');
  lchownSync(link, 1234, 1234);
  expect(distrust(link)).toContain('belongs to uid 1234');
});

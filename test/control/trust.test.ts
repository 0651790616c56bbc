import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { distrust } from '../../src/control/trust.js';
import { folderForTest } from '../fixtures/scratch.js';

const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const root = me.uid === 0;

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

it('does not trust a folder that others may write', () => {
  const folder = join(folderForTest('run'), 'lattice');
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  expect(distrust(folder)).toBe(`${folder} may be written by others (mode 777)`);
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

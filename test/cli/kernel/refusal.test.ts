import { describe, expect, it } from 'vitest';
import { loadRefusal, unloadRefusal } from '../../../src/cli/kernel/refusal.js';
import type { ModuleState } from '../../../src/machine/linux/module/module-state.js';

const state: ModuleState = {
  kernel: '7.3.4+deb13-amd64',
  loaded: undefined,
  file: '/lib/modules/k/updates/dkms/cpufreq_lattice.ko',
  dkms: [],
  headers: true,
  signed: undefined,
  taint: { outOfTree: false, unsigned: false },
  inUse: [],
};
const file = { version: '0.2.0', signer: undefined };
const root = { uid: 0, version: '0.2.0' };

describe('loading is refused', () => {
  it.each<[string, Partial<ModuleState>, RegExp]>([
    ['a kernel that is not known', { kernel: '6.11.2-1' }, /never run on a kernel like 6\.11\.2-1/],
    ['a kernel that only begins the same', { kernel: '6.120.0' }, /never run on a kernel/],
    ['no module and no headers', { file: undefined, headers: false }, /install the kernel's headers/],
    [
      'no module, and the sources in DKMS',
      { file: undefined, dkms: [{ version: '0.2.0', built: false }] },
      /dkms install cpufreq-lattice\/0\.2\.0/,
    ],
    ['no module', { file: undefined }, /docs\/kernel\.md tells how to build it/],
    ['a signature that it lacks', { signed: 'lockdown' }, /takes signed modules only \(lockdown\)/],
    ['it is loaded', { loaded: '0.1.0' }, /version 0\.1\.0 is loaded already/],
  ])('%s', (_, part, words) => {
    expect(loadRefusal({ ...state, ...part }, file, root)).toMatch(words);
  });

  it('another version, and anybody but root', () => {
    expect(loadRefusal(state, { ...file, version: '0.1.9' }, root)).toMatch(
      /is version 0\.1\.9, and latticectl is 0\.2\.0/,
    );
    expect(loadRefusal(state, file, { ...root, uid: 1000 })).toMatch(/only root/);
  });

  it('and else not', () => {
    expect(loadRefusal(state, file, root)).toBeUndefined();
    expect(loadRefusal({ ...state, kernel: '6.12.117+deb13-amd64' }, file, root)).toBeUndefined();
    expect(
      loadRefusal({ ...state, signed: 'sig_enforce' }, { ...file, signer: 'DKMS module signing key' }, root),
    ).toBeUndefined();
  });
});

it('unloading is refused while it is in use, where it is not loaded, and to anybody but root', () => {
  const loaded = { ...state, loaded: '0.2.0' };
  expect(unloadRefusal(state, 0)).toBe('it is not loaded');
  expect(unloadRefusal({ ...loaded, inUse: ['policy0', 'policy1'] }, 0)).toMatch(/^policy0, policy1 have its governor/);
  expect(unloadRefusal(loaded, 1000)).toMatch(/only root/);
  expect(unloadRefusal(loaded, 0)).toBeUndefined();
});

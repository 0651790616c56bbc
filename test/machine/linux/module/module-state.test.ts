import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { moduleState } from '../../../../src/machine/linux/module/module-state.js';
import { folderForTest } from '../../../fixtures/scratch.js';

const release = '7.3.4+deb13-amd64';
const modules = `lib/modules/${release}`;

function machine(files: Readonly<Record<string, string>>): string {
  const root = folderForTest('root');
  for (const [name, text] of Object.entries({ 'proc/sys/kernel/osrelease': release, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), `${text}\n`);
  }
  return root;
}

it('a machine that has nothing of it', () => {
  const root = machine({ 'sys/devices/system/cpu/cpufreq/policy0/scaling_governor': 'schedutil' });
  expect(moduleState(root)).toEqual({
    kernel: release,
    loaded: undefined,
    file: undefined,
    dkms: [],
    headers: false,
    signed: undefined,
    taint: { outOfTree: false, unsigned: false },
    inUse: [],
  });
});

it('a machine that has it, in use', () => {
  const root = machine({
    'proc/sys/kernel/tainted': '12288',
    'sys/module/cpufreq_lattice/version': '0.2.0',
    [`${modules}/modules.dep`]: `kernel/fs/9p/9p.ko.xz: kernel/net/9p/9pnet.ko.xz\nupdates/dkms/cpufreq_lattice.ko.xz:`,
    [`${modules}/build/Makefile`]: '',
    [`var/lib/dkms/cpufreq-lattice/0.2.0/${release}/x86_64/module/cpufreq_lattice.ko`]: '',
    'var/lib/dkms/cpufreq-lattice/0.1.0/source/dkms.conf': '',
    'sys/devices/system/cpu/cpufreq/policy0/scaling_governor': 'lattice',
    'sys/devices/system/cpu/cpufreq/policy2/scaling_governor': 'schedutil',
    'sys/devices/system/cpu/cpufreq/policy10/scaling_governor': 'lattice',
    'sys/kernel/security/lockdown': '[none] integrity confidentiality',
    'sys/module/module/parameters/sig_enforce': 'N',
  });
  expect(moduleState(root)).toEqual({
    kernel: release,
    loaded: '0.2.0',
    file: join(root, modules, 'updates/dkms/cpufreq_lattice.ko.xz'),
    dkms: [
      { version: '0.1.0', built: false },
      { version: '0.2.0', built: true },
    ],
    headers: true,
    signed: undefined,
    taint: { outOfTree: true, unsigned: true },
    inUse: ['policy0', 'policy10'],
  });
});

it.each([
  ['sys/module/module/parameters/sig_enforce', 'Y', 'sig_enforce'],
  ['sys/kernel/security/lockdown', 'none [integrity] confidentiality', 'lockdown'],
])('%s %s: signed modules only', (file, text, signed) => {
  expect(moduleState(machine({ [file]: text })).signed).toBe(signed);
});

/** The kernel's governor on a machine: what is loaded, what could be, and what is in the way. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelGovernor } from '../../../model/kernel-governor.js';

export const moduleName = 'cpufreq_lattice';
/** As DKMS calls it. */
const dkmsName = 'cpufreq-lattice';

/** Bits of /proc/sys/kernel/tainted that such a module sets. */
const outOfTree = 1 << 12;
const unsigned = 1 << 13;

export interface ModuleState {
  /** As uname -r says it. */
  readonly kernel: string;
  /** Version of the module that is loaded. */
  readonly loaded: string | undefined;
  /** Where a module for this kernel lies. */
  readonly file: string | undefined;
  /** Versions that DKMS has the sources of, and whether it built them for this kernel. */
  readonly dkms: readonly { readonly version: string; readonly built: boolean }[];
  /** Whether modules can be built for this kernel. */
  readonly headers: boolean;
  /** Whether the kernel takes signed modules only, and why. */
  readonly signed: 'sig_enforce' | 'lockdown' | undefined;
  readonly taint: { readonly outOfTree: boolean; readonly unsigned: boolean };
  /** Policies that have the governor. */
  readonly inUse: readonly string[];
}

/** `root`: where the machine's files are. */
export function moduleState(root = '/'): ModuleState {
  const kernel = text(root, 'proc/sys/kernel/osrelease') ?? '';
  const modules = join(root, 'lib/modules', kernel);
  const taint = Number(text(root, 'proc/sys/kernel/tainted') ?? 0);
  const found = (text(modules, 'modules.dep') ?? '')
    .split('\n')
    .map(line => line.split(':', 1)[0] ?? '')
    .find(path => path.replace(/^.*\//, '').startsWith(`${moduleName}.ko`));
  const sources = join(root, 'var/lib/dkms', dkmsName);
  return {
    kernel,
    loaded: text(root, `sys/module/${moduleName}/version`),
    file: found === undefined ? undefined : join(modules, found),
    dkms: entries(sources)
      .filter(name => /^\d/.test(name))
      .map(version => ({ version, built: entries(join(sources, version, kernel)).length > 0 })),
    headers: entries(join(modules, 'build')).includes('Makefile'),
    signed: signatureNeeded(root),
    taint: { outOfTree: (taint & outOfTree) !== 0, unsigned: (taint & unsigned) !== 0 },
    inUse: policiesWith(root, kernelGovernor),
  };
}

function signatureNeeded(root: string): ModuleState['signed'] {
  if (text(root, 'sys/module/module/parameters/sig_enforce') === 'Y') return 'sig_enforce';
  const lockdown = /\[(\w+)\]/.exec(text(root, 'sys/kernel/security/lockdown') ?? '')?.[1] ?? 'none';
  return lockdown === 'none' ? undefined : 'lockdown';
}

function policiesWith(root: string, governor: string): string[] {
  const folder = join(root, 'sys/devices/system/cpu/cpufreq');
  const policies = entries(folder).filter(name => /^policy\d+$/.test(name));
  return policies.filter(name => text(folder, `${name}/scaling_governor`) === governor).sort(byNumber);
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** Without the newline at its end; undefined where it can't be read, as for a CPU that is offline. */
function text(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

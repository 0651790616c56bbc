import type { ModuleState } from '../../machine/linux/module/module-state.js';
import type { ModuleFile } from './modinfo.js';

/** Kernels that the module was built for and run on: Linux 6.12, and 7. */
const known = /^(?:6\.12|7\.\d+)(?:\.|-|$)/;

/** Why the module is not loaded; undefined where nothing is in the way. `version`: this program's. */
export function loadRefusal(
  state: ModuleState,
  file: ModuleFile | undefined,
  { uid, version }: { readonly uid: number; readonly version: string },
): string | undefined {
  if (state.loaded !== undefined) return `version ${state.loaded} is loaded already`;
  if (!known.test(state.kernel))
    return `the module was never run on a kernel like ${state.kernel}; it is known to work on 6.12 and 7 (modprobe would try it all the same)`;
  if (state.file === undefined || file === undefined)
    return `there is no module for ${state.kernel}: ${howToBuild(state, version)}`;
  if (file.version !== version)
    return `${state.file} is version ${file.version}, and latticectl is ${version}: build the module of this version`;
  if (state.signed !== undefined && file.signer === undefined)
    return `the kernel takes signed modules only (${state.signed}), and ${state.file} is not signed: docs/kernel.md tells how`;
  if (uid !== 0) return 'only root can load a module: use sudo';
  return undefined;
}

function howToBuild({ headers, dkms, kernel }: ModuleState, version: string): string {
  if (!headers) return `install the kernel's headers (Debian: linux-headers-${kernel}), then build it`;
  return dkms.some(each => each.version === version)
    ? `\`dkms install cpufreq-lattice/${version}\` makes one`
    : 'docs/kernel.md tells how to build it';
}

/** Why the module is not taken out. */
export function unloadRefusal({ loaded, inUse }: ModuleState, uid: number): string | undefined {
  if (loaded === undefined) return 'it is not loaded';
  if (inUse.length > 0)
    return `${inUse.join(', ')} ${inUse.length === 1 ? 'has' : 'have'} its governor: choose another one first`;
  if (uid !== 0) return 'only root can take a module out: use sudo';
  return undefined;
}

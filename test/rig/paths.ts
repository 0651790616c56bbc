import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Found from below, since the bench runs these files compiled, from another folder. */
const above = (folder: string): string => (existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder)));
export const CHECKOUT = above(import.meta.dirname);

/** The rig's sources. */
export const RIG = join(CHECKOUT, 'test/rig');

/** Everything fetched or built. Not under /tmp, which the guest replaces, nor in the checkout, which tools walk. */
export const CACHE = resolve(process.env.LATTICE_RIG_CACHE ?? join(homedir(), '.cache', 'lattice-rig'));

export const STAMPS = join(CACHE, 'stamps');
export const CHROOT = join(CACHE, 'trixie');
export const MODULES = join(CACHE, 'modules');
/** A root with the cpufreq governor's module for each kernel, as an installation has it. */
export const GOVERNOR = join(CACHE, 'governor');
export const TABLES = join(CACHE, 'tables');
export const PROGRAMS = join(CACHE, 'programs');
export const INITRD = join(CACHE, 'initrd.gz');
export const STABLE_INITRD = join(CACHE, 'initrd-stable.gz');
export const RUNS = join(CACHE, 'runs');

/** The root that the kernel's packages were unpacked into, one folder a version. */
export const kernelRoot = (release: string): string => join(CACHE, 'kernel', release);

/** The kernel's own folder of modules, which holds its image too. */
export const kernelModules = (release: string): string => join(kernelRoot(release), 'usr/lib/modules', release);

/** The folder of modules with the cpufreq governor's, and nothing else. */
export const governorModules = (release: string): string => join(GOVERNOR, 'lib/modules', release);

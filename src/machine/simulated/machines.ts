/** The machines that can be simulated: the research model's platforms, and the parts of a machine outside a package. */
import { platforms } from './physics/model-json.js';
import type { PackageNumbers } from './physics/package.js';
import { hybrid, laptopTurbo } from './physics/packages.js';
import type { PlatformNumbers } from './physics/platform.js';
import { laptopScenes, type Scene, serverScenes } from './work/scenes.js';

export type MachineName = 'laptop' | 'server' | 'hybrid' | 'laptop-turbo';

/** When the mains plug is pulled, s: at `at` for `seconds`, and again every `every`. */
export interface Unplug {
  readonly at: number;
  readonly seconds: number;
  readonly every?: number | undefined;
}

export interface SimulatedPlatform {
  readonly kind: string;
  /** Type of its case by DMI. */
  readonly chassis: number;
  readonly numbers: PlatformNumbers;
  /** Several cores in one package, instead of one. */
  readonly package?: PackageNumbers;
  /** Type of each core, if there are two types. */
  readonly kinds?: readonly ('P' | 'E')[];
  readonly scenes: readonly Scene[];
  /** Wh when full, Wh at the start, W while charging; a server has none. */
  readonly battery?: { readonly capacity: number; readonly charge: number; readonly charger: number };
  readonly unplug?: Unplug;
}

const laptopChassis = 10;
const rackChassis = 23;

export const machines: Readonly<Record<MachineName, SimulatedPlatform>> = {
  laptop: {
    kind: 'simulated laptop',
    chassis: laptopChassis,
    numbers: platforms.laptop,
    scenes: laptopScenes,
    battery: { capacity: 57, charge: 40, charger: 30 },
    unplug: { at: 40, seconds: 60, every: 200 },
  },
  server: { kind: 'simulated server', chassis: rackChassis, numbers: platforms.server, scenes: serverScenes },
  hybrid: {
    kind: 'simulated laptop with two types of core',
    chassis: laptopChassis,
    numbers: hybrid.cores[0],
    package: hybrid,
    kinds: ['P', 'E'],
    scenes: laptopScenes,
  },
  'laptop-turbo': {
    kind: 'simulated laptop with four cores',
    chassis: laptopChassis,
    numbers: laptopTurbo.cores[0],
    package: laptopTurbo,
    scenes: laptopScenes,
  },
};

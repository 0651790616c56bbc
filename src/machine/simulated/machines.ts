/** The machines that can be simulated: the research model's platforms, with what a machine has beside a package. */
import { platforms } from './core/model-json.js';
import type { PlatformNumbers } from './core/platform.js';
import { laptopScenes, type Scene, serverScenes } from './core/scenes.js';

export type MachineName = 'laptop' | 'server';

/** When the mains plug is pulled, s: at `at` for `seconds`, and again every `every`. */
export interface Unplug {
  readonly at: number;
  readonly seconds: number;
  readonly every?: number | undefined;
}

export interface SimulatedPlatform {
  readonly kind: string;
  readonly numbers: PlatformNumbers;
  readonly scenes: readonly Scene[];
  /** Wh when full, Wh at the start, W while charging; a server has none. */
  readonly battery?: { readonly capacity: number; readonly charge: number; readonly charger: number };
  readonly unplug?: Unplug;
}

export const machines: Readonly<Record<MachineName, SimulatedPlatform>> = {
  laptop: {
    kind: 'simulated laptop',
    numbers: platforms.laptop,
    scenes: laptopScenes,
    battery: { capacity: 57, charge: 40, charger: 30 },
    unplug: { at: 40, seconds: 60, every: 200 },
  },
  server: { kind: 'simulated server', numbers: platforms.server, scenes: serverScenes },
};

/** Packages of several cores, made from the model's laptop; what the model does not specify is ours. */
import { platforms } from './model-json.js';
import type { PackageNumbers } from './package.js';
import type { PlatformNumbers } from './platform.js';

const { laptop } = platforms;

/** Better cooled than the model's laptop, which has to dissipate the heat of only one core. */
const cooled = { ...laptop, Ra: 0.6, Rb: 1.4 };

/** Four of the laptop's cores: turbo bins by how many run, and 25 W in the long term (all four at 4 GHz would draw 35). */
export const laptopTurbo: PackageNumbers = {
  cores: [cooled, cooled, cooled, cooled],
  turbo: { bins: [4.6, 4.4, 4.2, 4], pl1: 25, tau: 28 },
};

const efficientTable = Array.from({ length: 27 }, (_, i) => (8 + i) / 10);

/** A smaller core: slower at its best, less than half of the switching power at the same clock and voltage. */
const efficient: PlatformNumbers = {
  ...cooled,
  f: efficientTable,
  V: efficientTable.map(f => 0.62 + Math.max(0, f - 1.4) * 0.19),
  ceff: 0.75,
  leak0: 0.3,
  p_mem: 0.6,
  throt_idx: 12,
};

/** One core of each type. */
export const hybrid: PackageNumbers = { cores: [cooled, efficient] };

/** The machines that governors are compared on: the model's, and such as are made from measured power curves. */
import type { Load } from '../../src/machine/simulated/core/job.js';
import { gpuLoads } from '../../src/machine/simulated/core/loads.js';
import { platforms } from '../../src/machine/simulated/core/model-json.js';
import type { PackageNumbers } from '../../src/machine/simulated/core/package.js';
import { hybrid, laptopTurbo } from '../../src/machine/simulated/core/packages.js';
import type { PlatformNumbers } from '../../src/machine/simulated/core/platform.js';
import type { MachineName } from '../../src/machine/simulated/machines.js';
import { fitCurve, voltage } from './curves/fit.js';
import { clusters } from './data/tables.js';
import { hybridLoads, turboLoads } from './many-cores.js';

export interface BenchPlatform {
  readonly name: string;
  /** What the daemon is told that it runs on. */
  readonly machine: MachineName;
  readonly numbers: PlatformNumbers;
  /** Several cores, instead of one. */
  readonly package?: PackageNumbers;
  /** Its own loads, instead of a CPU's. */
  readonly loads?: readonly Load[];
}

export const modelPlatforms: readonly BenchPlatform[] = [
  { name: 'laptop', machine: 'laptop', numbers: platforms.laptop },
  { name: 'server', machine: 'server', numbers: platforms.server },
  // A GPU's clock domain, its compute and memory shares told by counters: the rules are the same (THEORY 3.7).
  { name: 'gpu', machine: 'server', numbers: platforms.gpu, loads: Object.values(gpuLoads) },
  { name: 'hybrid', machine: 'hybrid', numbers: hybrid.cores[0], package: hybrid, loads: hybridLoads },
  {
    name: 'laptop-turbo',
    machine: 'laptop-turbo',
    numbers: laptopTurbo.cores[0],
    package: laptopTurbo,
    loads: turboLoads,
  },
];

/** Each measured cluster as a machine: its own operating points and fitted curve; what was not measured (heat, idle states) as the laptop's. */
export const measuredPlatforms = (folder: string): BenchPlatform[] =>
  clusters(folder).map(({ name, points, idle }) => {
    const curve = fitCurve(points);
    const f = [...new Set(points.map(p => p.f))].sort((a, b) => a - b);
    const scale = Math.max(...points.map(p => p.watts)) / 30;
    return {
      name: `freqbench/${name}`,
      machine: 'laptop',
      numbers: {
        ...platforms.laptop,
        f,
        V: f.map(ghz => voltage(curve, ghz)),
        ceff: curve.ceff,
        leak0: curve.leak,
        // Measured at one temperature each.
        kT: 0,
        p_unc_act: curve.base + idle,
        p_unc_idle: idle,
        p_mem: platforms.laptop.p_mem * scale,
        p_c6: 0,
        e_wake: platforms.laptop.e_wake * scale,
        throt_idx: Math.floor(f.length / 2),
      },
    };
  });

/** The machines on which governors are compared: the model's, and machines made from measured power curves. */

import type { GovernorName } from '../../src/machine/simulated/firmware/kernel-governor.js';
import { climbing } from '../../src/machine/simulated/firmware/manners.js';
import type { Firmware } from '../../src/machine/simulated/firmware/preference.js';
import { cpuLoads, gpuLoads } from '../../src/machine/simulated/loads/loads.js';
import type { MachineName } from '../../src/machine/simulated/machines.js';
import { platforms } from '../../src/machine/simulated/physics/model-json.js';
import type { PackageNumbers } from '../../src/machine/simulated/physics/package.js';
import { hybrid, laptopTurbo } from '../../src/machine/simulated/physics/packages.js';
import { at, type PlatformNumbers } from '../../src/machine/simulated/physics/platform.js';
import type { Load } from '../../src/machine/simulated/work/job.js';
import type { PowerSource } from '../../src/model/people/profiles.js';
import { fitCurve, voltage } from './curves/fit.js';
import { clusters } from './data/tables.js';
import { hybridLoads, turboLoads } from './many-cores.js';
import type { PromiseKind } from './promise/promise.js';

export interface BenchPlatform {
  readonly name: string;
  /** The machine that the daemon is told it runs on. */
  readonly machine: MachineName;
  readonly numbers: PlatformNumbers;
  /** Several cores, instead of one. */
  readonly package?: PackageNumbers;
  /** Its own loads, instead of a CPU's. */
  readonly loads?: readonly Load[];
  /** What picks the clock under `powersave`, where the kernel does not. */
  readonly firmware?: Firmware;
  /** Mains by default. */
  readonly source?: PowerSource;
  /** The governor that it comes with: it is compared with that, on the daily loads too, and not with all others. */
  readonly alone?: GovernorName;
  /** What it is promised; percent by default. */
  readonly promise?: PromiseKind;
}

/** The P-states of the virtual laptop's acpi-cpufreq (test/rig/tables/acpi-cpufreq.asl): its firmware lists eleven of the model's points. */
const named: readonly number[] = [0.8, 1.1, 1.4, 1.8, 2.2, 2.6, 3, 3.4, 3.8, 4.2, 4.6];
const throttled = 5;
const grid: readonly number[] = platforms.laptop.f;

const laptopAcpi: PlatformNumbers = {
  ...platforms.laptop,
  f: named,
  V: named.map(ghz => at(platforms.laptop.V, grid.indexOf(ghz))),
  throt_idx: throttled,
};

/** The loads of the rig. */
const { frames60, video30, interactive, reqserver, ai_cpu, compile, membound, compute } = cpuLoads;

export const modelPlatforms: readonly BenchPlatform[] = [
  { name: 'laptop', machine: 'laptop', numbers: platforms.laptop },
  { name: 'server', machine: 'server', numbers: platforms.server },
  {
    name: 'laptop-acpi',
    machine: 'laptop',
    numbers: laptopAcpi,
    loads: [frames60, video30, interactive, reqserver, ai_cpu, compile, membound, compute],
  },
  // A GPU's clock domain, with counters for its compute and memory shares: the rules are the same (THEORY 3.7).
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

const { laptop, server } = platforms;
const lowest = at(laptop.f, 0) / at(laptop.f, laptop.f.length - 1);

/** Machines as people have them: with the governor or the firmware that they come with. */
const asSold = (source: PowerSource): BenchPlatform => ({
  name: `laptop-schedutil/${source}`,
  machine: 'laptop',
  numbers: laptop,
  source,
  alone: 'schedutil',
  promise: 'milliseconds',
});

const ramps = [2, 5, 9, 17];

const withFirmware = (preference: Firmware['preference'], source: PowerSource): BenchPlatform[] =>
  ramps.map(ms => ({
    ...asSold(source),
    name: `laptop-epp/${preference}-${ms}ms/${source}`,
    alone: 'powersave',
    firmware: { preference, manners: climbing(ms, lowest) },
  }));

export const dailyPlatforms: readonly BenchPlatform[] = [
  asSold('mains'),
  asSold('battery'),
  ...withFirmware('balance_performance', 'mains'),
  ...withFirmware('balance_performance', 'battery'),
  ...withFirmware('balance_power', 'battery'),
  { name: 'server-schedutil/mains', machine: 'server', numbers: server, alone: 'schedutil' },
];

/** Each measured cluster as a machine: its own operating points and fitted curve; unmeasured values (heat, idle states) are the laptop's. */
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
        // Each was measured at one temperature.
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

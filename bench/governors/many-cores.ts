/** Loads for packages of several cores: the model's loads, with each task pinned to a core. */

import { cpuLoads } from '../../src/machine/simulated/loads/loads.js';
import type { Load } from '../../src/machine/simulated/work/job.js';

/** Far enough apart that no core uses the seed of another run's core. */
const apart = 7919;

const onCore = (load: Load, core: number, seed: number, from: number) =>
  load.streams(seed + core * apart, from).map(stream => ({ ...stream, core }));

/** The same kind of work on several cores, drawn separately for each. */
const onEach = (load: Load, cores: number): Load => ({
  name: `${load.name} ×${cores}`,
  qos: load.qos,
  streams: (seed, from) => Array.from({ length: cores }, (_, core) => onCore(load, core, seed, from)).flat(),
});

/** Two loads with the same kind of quality of service, on the first and the second core. */
const beside = (first: Load, second: Load): Load => ({
  name: `${first.name} + ${second.name}`,
  qos: first.qos,
  streams: (seed, from) => [...onCore(first, 0, seed, from), ...onCore(second, 1, seed, from)],
});

const { frames60, video30, interactive, reqserver, ai_cpu, compile, hpc_phases, membound, compute } = cpuLoads;

export const turboLoads: readonly Load[] = [
  onEach(frames60, 1),
  onEach(reqserver, 2),
  onEach(ai_cpu, 1),
  onEach(compile, 4),
  onEach(hpc_phases, 4),
  onEach(membound, 4),
  onEach(compute, 4),
];

export const hybridLoads: readonly Load[] = [
  beside(frames60, video30),
  beside(interactive, reqserver),
  beside(ai_cpu, reqserver),
  beside(compile, membound),
  beside(compute, hpc_phases),
];

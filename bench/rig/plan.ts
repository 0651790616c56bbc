/** Which loads are played, for how long, and what each is compared with. */
import { cpuLoads, type LoadName } from '../../src/machine/simulated/loads/loads.js';
import type { Length } from './script.js';

export const rigLoads = [
  'frames60',
  'video30',
  'interactive',
  'reqserver',
  'ai_cpu',
  'compile',
  'membound',
  'compute',
] as const satisfies readonly LoadName[];

/** The daemon's gate needs 8 s of history, as any user's has after the first seconds of work. */
const lead = 10_000;
const scored = { deadline: 30_000, latency: 60_000, makespan: 24_000, mixed: 60_000, beats: 60_000 };

export const lengthOf = (load: LoadName, scale: number): Length => ({
  lead,
  scored: scored[cpuLoads[load].qos] * scale,
});

/** Must save a tenth of the energy of the driver's default. */
export const saving: readonly LoadName[] = ['ai_cpu', 'membound', 'compile'];

/** A day in short form: which load runs when, repeated. */

import { cpuLoads, type LoadName } from '../loads/loads.js';
import type { JobStream } from './job.js';

export interface Scene {
  readonly load: LoadName | 'idle';
  readonly seconds: number;
}

/** Begins with activity, so that the first decisions come within seconds, and includes every kind of load. */
export const laptopScenes: readonly Scene[] = [
  { load: 'frames60', seconds: 6 },
  { load: 'compile', seconds: 8 },
  { load: 'idle', seconds: 8 },
  { load: 'interactive', seconds: 12 },
  { load: 'ai_cpu', seconds: 12 },
  { load: 'video30', seconds: 8 },
  { load: 'membound', seconds: 6 },
  { load: 'rtapp', seconds: 6 },
];

export const serverScenes: readonly Scene[] = [
  { load: 'reqserver', seconds: 8 },
  { load: 'hpc_phases', seconds: 10 },
  { load: 'idle', seconds: 6 },
  { load: 'ai_cpu', seconds: 12 },
  { load: 'compute', seconds: 6 },
  { load: 'membound', seconds: 6 },
];

/** A scene's tasks; each repetition draws them anew from the seed. */
export function sceneStreams(scene: Scene, turn: number, seed: number, from: number): readonly JobStream[] {
  return scene.load === 'idle' ? [] : cpuLoads[scene.load].streams(seed + turn * 0x9e3779b9, from);
}

import type { GpuUse } from '../../model/tasks/gpu-use.js';
import { shared } from './attribute.js';

/** What a GPU used in an interval. */
export interface GpuDrawn {
  readonly gpu: number;
  /** J; `undefined` where it is not measured. */
  readonly joules: number | undefined;
  /** What it draws while no kernel runs, W; `undefined` while that was not seen. */
  readonly idleWatts: number | undefined;
}

/** Whose energy it was, in the order of the uses, and what no process explains: J. With `idle` the uses come to all that was measured. */
export interface GpuAttribution {
  readonly joules: readonly number[];
  readonly idle: number;
}

/**
 * Shares the energy of each GPU among the processes that ran on it: of what it drew beyond rest each gets the share of the time in which its kernels ran.
 * Kernels of several processes at once count in full for each, and one that uses few cores weighs as one that uses all: nvidia-smi tells no more.
 * `undefined` where no GPU's energy is measured. O(GPUs · uses).
 */
export function attributeGpus(
  uses: readonly Pick<GpuUse, 'gpu' | 'seconds'>[],
  drawn: readonly GpuDrawn[],
  seconds: number,
): GpuAttribution | undefined {
  if (drawn.every(({ joules }) => joules === undefined)) return undefined;
  const parts = drawn.map(({ gpu, joules, idleWatts }) => {
    const own = uses.map(use => (use.gpu === gpu ? use.seconds : 0));
    return shared(joules, idleWatts, seconds, { own, nobodys: 0 });
  });
  return {
    joules: uses.map((_, i) => parts.reduce((sum, part) => sum + (part?.joules[i] ?? 0), 0)),
    idle: parts.reduce((sum, part) => sum + (part?.idle ?? 0), 0),
  };
}

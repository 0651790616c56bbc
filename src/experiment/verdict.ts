import { fewestBlocks } from '../model/people/experiment-policy.js';
import type { Block } from './blocks.js';
import { type Interval, meanOf, tested } from './randomisation.js';

/** The result of an experiment, A compared with B; shares of B's energy per unit of work. */
export interface Verdict {
  /** `saves`: A needs less, certain at 95 %; `costs`: more; `open`: undecided. */
  readonly kind: 'saves' | 'costs' | 'open';
  /** Blocks that count. */
  readonly blocks: number;
  /** Best estimate of what A saves; negative if A costs. NaN without a block. */
  readonly saving: number;
  /** 95 % interval of the saving; infinite with too few blocks. */
  readonly interval: Interval;
  /** Probability of a difference this large, either way, if there were none. */
  readonly chance: number;
  /** Total number of blocks with which a saving of the estimated size would be found in four of five runs; null if one was already found. */
  readonly wanted: number | null;
}

/** (1.96 + 0.84)/1.96: half an interval has to be this much shorter than a difference for it to be found in 80 % of runs. */
const margin = 1.43;

export function verdictOf(blocks: readonly Block[], seed: number): Verdict {
  const { interval, chance } = tested(blocks, seed);
  const { low, high } = interval;
  const mean = meanOf(blocks);
  const kind = high < 0 ? 'saves' : low > 0 ? 'costs' : 'open';
  return {
    kind,
    blocks: blocks.length,
    saving: 1 - Math.exp(mean),
    interval: { low: 1 - Math.exp(high), high: 1 - Math.exp(low) },
    chance,
    wanted: kind === 'open' ? wantedOf(blocks.length, mean, (high - low) / 2) : null,
  };
}

/** An interval shrinks with the root of the number of blocks. Infinite if there is no difference to look for. */
function wantedOf(blocks: number, mean: number, half: number): number {
  if (blocks < fewestBlocks) return fewestBlocks;
  return Math.max(blocks + 1, Math.ceil(blocks * ((margin * half) / Math.abs(mean)) ** 2));
}

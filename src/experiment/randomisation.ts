/**
 * The randomisation test of a switchback, inverted.
 *
 * 1. In block i the log ratio dᵢ of A to B was measured, and a coin had decided which of the two came first. If the true log ratio were θ in every
 *    block, dᵢ − θ would be due to load alone, and the other side of the coin would have made it −(dᵢ − θ).
 * 2. So all 2ⁿ sign patterns of wᵢ(dᵢ − θ) are equally likely, whatever the load does and however it is correlated in time. θ is rejected if the
 *    observed sum is among the 2.5 % largest or the 2.5 % smallest of them.
 * 3. A pattern's sum is at least the observed one exactly if the weighted mean of d over the blocks that it flips is at most θ (Hartigan 1969:
 *    typical values). So the interval that holds every θ not rejected ends at order statistics of subset means: no search, no approximation by a
 *    normal.
 *
 * Up to 12 blocks all subsets are used, beyond that 4095 random ones, which keeps the level exact.
 */
import type { Block } from './blocks.js';
import { Coin } from './coin.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const exactUpTo = 12;
const drawn = 4095;
/** Probability of being outside the interval, on each side. */
const tail = 0.025;

export interface Tested {
  /** The 95 % interval of the log ratio; infinite if there are too few blocks to reject anything. */
  readonly interval: Interval;
  /** Probability of a difference at least as large if there is none, both sides counted. */
  readonly chance: number;
}

export function tested(blocks: readonly Block[], seed: number): Tested {
  const means = subsetMeans(blocks, seed);
  // The observed pattern counts too: it flips nothing.
  const patterns = means.length + 1;
  const beyond = Math.floor(tail * patterns) - 1;
  const smaller = means.filter(mean => mean <= 0).length;
  const larger = means.filter(mean => mean >= 0).length;
  return {
    interval: {
      low: means[beyond] ?? Number.NEGATIVE_INFINITY,
      high: means[means.length - 1 - beyond] ?? Number.POSITIVE_INFINITY,
    },
    chance: Math.min(1, (2 * (1 + Math.min(smaller, larger))) / patterns),
  };
}

/** Weighted mean of the log ratios. */
export const meanOf = (blocks: readonly Block[]): number => subsetMean(blocks, () => true);

/** Weighted means over non-empty subsets, ascending. */
function subsetMeans(blocks: readonly Block[], seed: number): Float64Array {
  const all = blocks.length <= exactUpTo;
  const means = new Float64Array(all ? 2 ** blocks.length - 1 : drawn);
  const coin = new Coin(seed);
  for (let k = 0; k < means.length; k++) {
    let mean = Number.NaN;
    // The empty subset has no mean; among random subsets it almost never occurs.
    while (Number.isNaN(mean)) mean = subsetMean(blocks, i => (all ? ((k + 1) & (1 << i)) !== 0 : coin.throw()));
    means[k] = mean;
  }
  return means.sort();
}

function subsetMean(blocks: readonly Block[], isIn: (i: number) => boolean): number {
  let [sum, weights] = [0, 0];
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i];
    if (block === undefined || !isIn(i)) continue;
    sum += block.weight * block.logRatio;
    weights += block.weight;
  }
  return sum / weights;
}

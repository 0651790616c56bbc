import type { Errors, Way } from './forecasts.js';

/** What differs by less is no difference. */
const margin = 0.05;

export interface Verdict {
  readonly word: 'wins' | 'no better' | 'worse';
  /** The median of the field's squared error over the other way's. */
  readonly ratio: number;
  /** Streams on which it is better or worse by more than the margin, and all. */
  readonly better: number;
  readonly worse: number;
  readonly of: number;
}

/** The field against another way, over streams that have something to forecast. */
export function verdict(errors: readonly Errors[], against: Way): Verdict {
  const ratios = errors.map(e => e.field / e[against]).filter(r => !Number.isNaN(r));
  const ratio = median(ratios);
  return {
    word: ratio < 1 - margin ? 'wins' : ratio > 1 + margin ? 'worse' : 'no better',
    ratio,
    better: ratios.filter(r => r < 1 - margin).length,
    worse: ratios.filter(r => r > 1 + margin).length,
    of: ratios.length,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

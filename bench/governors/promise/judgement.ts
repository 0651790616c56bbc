import type { Load } from '../../../src/machine/simulated/work/job.js';
import { type Summary, summary } from '../statistics.js';
import type { Felt } from './felt.js';
import { budget, missable } from './promise.js';

/** What was felt, over all seeds. */
export interface Judgement {
  readonly later: { readonly mean: Summary; readonly p99: Summary; readonly worst: number } | undefined;
  readonly missed: Summary | undefined;
  readonly slower: Summary | undefined;
  readonly p999: Summary | undefined;
  /** Whether each promise is kept: by the upper 95 % bounds, and by the worst answer of all. */
  readonly percent: boolean;
  readonly milliseconds: boolean;
}

/** `loss`: of quality in percent (qos.ts); `laterMs`: D. */
export function judged(load: Load, loss: Summary, seeds: readonly Felt[], laterMs: number): Judgement {
  const over = (of: (f: Felt) => number | undefined): Summary | undefined => {
    const values = seeds.flatMap(f => of(f) ?? []);
    return values.length === 0 ? undefined : summary(values);
  };
  const mean = over(f => f.later?.mean);
  const p99 = over(f => f.later?.p99);
  const worst = Math.max(...seeds.map(f => f.later?.worst ?? Number.NEGATIVE_INFINITY));
  const missed = over(f => f.missed);
  const slower = over(f => f.slower);
  const inTime = missed === undefined || missed.upper <= missable;
  const soon = p99 === undefined || (p99.upper <= laterMs && worst <= 2 * laterMs);
  return {
    later: mean === undefined || p99 === undefined ? undefined : { mean, p99, worst },
    missed,
    slower,
    p999: over(f => f.p999),
    percent: inTime && (load.qos === 'deadline' || loss.upper <= budget),
    milliseconds: inTime && soon && (slower === undefined || slower.upper <= budget),
  };
}

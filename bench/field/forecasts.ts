/** How far forecasts of a task's next interval are off, each made of the intervals before it. */
import { newestWeight } from '../../src/lattice/filters/pole.js';
import { intervalField } from '../../src/lattice/metrics/interval-field.js';
import { fixedOne, IntervalSeries } from '../../src/lattice/metrics/interval-series.js';
import { StreamingField } from '../../src/lattice/metrics/streaming-field.js';

/** ns in a unit of intervals: the kernel's. */
export const unitNs = 1024;
/** What the steps' autocovariances are averaged over: as much as the kernel remembers, on average. */
const window = 96;
/** The first intervals are not scored: no field is known. */
const unscored = 8;
/** Weights of the averages from which the best is taken when all is over: 0.01 to 1. */
const weights = Array.from({ length: 41 }, (_, i) => 10 ** (-2 + i / 20));

/**
 * `fixed`: the kernel's φ-filter. `field`: the same with λ̂ in place of φ. `steps`: with a λ̂ from autocovariances of the steps between intervals, which
 * the kernel does not keep. `mean`: of the newest 64 to 127. `hindsight`: the average whose weight turns out to be the best of all.
 */
export const ways = ['fixed', 'field', 'steps', 'mean', 'last', 'hindsight'] as const;
export type Way = (typeof ways)[number];
export type Errors = Readonly<Record<Way, number>>;

/** The mean squared error of each way over a stream of units. O(intervals). */
export function errorsOf(x: readonly number[]): Errors {
  const [first = 0] = x;
  const past = new IntervalSeries();
  const steps = new StreamingField(window);
  const forecasts = { fixed: first, field: first, steps: first, mean: first, last: first };
  const sums = { fixed: 0, field: 0, steps: 0, mean: 0, last: 0 };
  const averages = weights.map(weight => ({ weight, forecast: first, sum: 0 }));
  for (const [i, value] of x.entries()) {
    if (i >= unscored) {
      for (const way of Object.keys(sums) as (keyof typeof sums)[]) sums[way] += (value - forecasts[way]) ** 2;
      for (const average of averages) average.sum += (value - average.forecast) ** 2;
    }
    past.push(value * unitNs);
    steps.push(value);
    forecasts.fixed = past.filtered / fixedOne;
    forecasts.field += weightOf(fieldOf(past), past.count) * (value - forecasts.field);
    forecasts.steps += weightOf(steps.value, past.count) * (value - forecasts.steps);
    forecasts.mean = past.mean / unitNs;
    forecasts.last = value;
    for (const average of averages) average.forecast += average.weight * (value - average.forecast);
  }
  const scored = Math.max(1, x.length - unscored);
  const mean = (sum: number): number => sum / scored;
  const { fixed, field, steps: ofSteps, mean: ofMean, last } = sums;
  return {
    fixed: mean(fixed),
    field: mean(field),
    steps: mean(ofSteps),
    mean: mean(ofMean),
    last: mean(last),
    hindsight: mean(Math.min(...averages.map(({ sum }) => sum))),
  };
}

/** Infinite before it is known: the mean. */
function fieldOf({ count, deviation, bunching }: IntervalSeries): number {
  const share = bunching === undefined ? undefined : bunching / fixedOne;
  return intervalField({ count, deviation, bunching: share }) ?? Number.POSITIVE_INFINITY;
}

/** An infinite λ is the mean of all that counts. */
const weightOf = (lambda: number, count: number): number =>
  Math.max(1 / count, lambda === Number.POSITIVE_INFINITY ? 0 : newestWeight(lambda));

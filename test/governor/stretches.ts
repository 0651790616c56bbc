import { type Stretches, StretchWork } from '../../src/governor/features/stretch-work.js';
import { stretchAges } from '../../src/model/stretch-ages.js';

/** The clocks of a stretch: how many times as long its work takes before and after the raise, and at which age that is, ms. */
export interface Clocks {
  readonly startDilation: number;
  readonly dilation: number;
  readonly raisedAt: number;
}

export const atTop: Clocks = { startDilation: 1, dilation: 1, raisedAt: 0 };

/** What a machine counts of stretches of `lengths` ms of work each. */
export function counted(lengths: readonly number[], clocks: Clocks = atTop): Stretches {
  const { startDilation, dilation, raisedAt } = clocks;
  const ages = lengths.map(length => {
    const slowly = Math.min(length, raisedAt / startDilation);
    return slowly * startDilation + (length - slowly) * dilation;
  });
  const below = (age: number): number => ages.reduce((sum, a) => sum + Math.min(a, age), 0) / 1000;
  const busySeconds = below(Number.POSITIVE_INFINITY);
  const young = Float64Array.from(stretchAges, below);
  return { ...clocks, young, busySeconds, startShare: below(raisedAt) / busySeconds };
}

/** What is known after a minute of such stretches, ten of each in every tick. */
export function learned(lengths: readonly number[], clocks: Clocks = atTop): StretchWork {
  const work = new StretchWork();
  const seen = counted(new Array<readonly number[]>(10).fill(lengths).flat(), clocks);
  for (let i = 0; i < 600; i++) work.take(seen, 0.1);
  return work;
}

/** The share of the work of stretches of `lengths` ms that is done while they have done less than `work`. */
export function shareOf(lengths: readonly number[], work: number): number {
  const all = lengths.reduce((sum, length) => sum + length, 0);
  return lengths.reduce((sum, length) => sum + Math.min(length, work), 0) / all;
}

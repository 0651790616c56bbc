/** kHz that makes the mean `mean` of busy time of which the share `split` was at `low`; `max` at most. */
export const raisedClock = (mean: number, low: number, split: number, max: number): number =>
  split < 1 ? Math.min(max, (mean - split * low) / (1 - split)) : mean;

/**
 * Weight of `interval` s in an exponential moving average of time constant `tau` s: 1 − exp(−interval/τ). The last answer is cached, since all
 * domains of a machine have the same interval.
 */
export function emaWeight(tau: number): (interval: number) => number {
  let last = Number.NaN;
  let weight = 0;
  return interval => {
    if (interval !== last) {
      last = interval;
      weight = 1 - Math.exp(-interval / tau);
    }
    return weight;
  };
}

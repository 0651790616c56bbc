/**
 * Weight that `interval` s have in an exponential moving average of time constant `tau` s: 1 − exp(−interval/τ). All domains of a machine ask of
 * the same interval, so the last answer is kept.
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

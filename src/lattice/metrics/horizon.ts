import { allUsable, at } from './series.js';
import { StreamingHorizon } from './streaming-horizon.js';

/**
 * Predictability horizon: the longest octave ahead (1, 2, 4 … samples) that a linear forecast still predicts with an out-of-sample R² ≥ ½. In
 * samples; 0 when not even the next sample is predicted.
 *
 * 1. Regressors are the newest sample and five causal filters of doubling time constants, all as offsets from the running mean.
 * 2. For each octave, least-squares weights are fitted to the past (ridge regression; the ridge is the quantiser's noise Q²/12), first after 64
 *    samples and then every 16. No forecast leaves the range seen so far.
 * 3. Each forecast is made before its target exists (prequential, Dawid 1984) and is compared with the running mean (Campbell and Thompson 2008):
 *    R² = 1 − E[(x − forecast)²]/E[(x − running mean)²].
 *
 * A pure oscillation is predicted over all octaves once some periods were seen, white noise over none, a constant over all.
 *
 * `quantum` is Q in the series' unit; the octaves are 1 … 2^(octaves−1). Octaves that the series is too short to judge are left out. `undefined` for
 * fewer than 97 samples or when one is missing (NaN, infinite, above 10¹⁰⁰ in size). Throws RangeError unless quantum is finite and > 0 and
 * `octaves` is a whole number ≥ 1.
 */
export function horizon(x: Float64Array, quantum: number, octaves = 7): number | undefined {
  const stream = new StreamingHorizon(quantum, octaves, Number.POSITIVE_INFINITY);
  if (!allUsable(x)) return undefined;
  for (let i = 0; i < x.length; i++) stream.push(at(x, i));
  return stream.value;
}

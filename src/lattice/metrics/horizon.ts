/**
 * Predictability horizon: the longest octave ahead (1, 2, 4 … samples) that a linear forecast still foresees, with out-of-sample R² ≥ ½.
 *
 * 1. Regressors are the newest sample and five causal φ-filters of doubling time constants, all as offsets from the running mean.
 * 2. For each octave the least-squares weights are fitted to what was seen so far (ridge: the quantiser's noise Q²/12), anew every 16 samples
 *    and first after 64; no forecast leaves the range of what was seen.
 * 3. Each forecast is made before its target exists and judged when that has come: R² = 1 − E[(x − forecast)²]/E[(x − running mean)²]
 *    (prequential, Dawid 1984; against the running mean, Campbell and Thompson 2008).
 *
 * So a pure oscillation is foreseen as far as one likes once some periods were seen, white noise not at all, and a constant for ever.
 */
import { allUsable, at } from './series.js';
import { StreamingHorizon } from './streaming-horizon.js';

/**
 * The horizon of a whole series in samples, 0 when not even the next is foreseen; `quantum` in the series' unit. Octaves that the series is too
 * short to judge are left out. `undefined` for less than 97 samples or one that is not usable. Throws RangeError unless quantum is > 0.
 */
export function horizon(x: Float64Array, quantum: number, octaves = 7): number | undefined {
  const stream = new StreamingHorizon(quantum, octaves, Number.POSITIVE_INFINITY);
  if (!allUsable(x)) return undefined;
  for (let i = 0; i < x.length; i++) stream.push(at(x, i));
  return stream.value;
}

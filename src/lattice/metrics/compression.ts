import { phi } from '../filters/resolvent.js';
import { allUsable, at } from './series.js';
import { StreamingCompression } from './streaming-compression.js';

/**
 * Lattice compression ratio: bits of the causal filter's residual ÷ bits of the raw series, both in an adaptive Rice code (Rice 1979; the parameter
 * by Kiely 2004). Greater than 0, no unit. Below 1 the filter predicts the signal, or at least its level. Above 1 it does harm, as for white noise
 * around 0. The ratio depends on the quantum Q, so compare signals of one kind only.
 *
 * 1. q[i] = ⌊x[i]/Q + ½⌋.
 * 2. e[i] = q[i] − ⌊s + ½⌋, with s the causal filter's state before q[i]. So the q[i] can be computed back from the e[i].
 * 3. The first sample is predicted as 0, so that both codes pay for it.
 *
 * `quantum` is Q in the series' unit. `undefined` for fewer than two samples or when one is missing (NaN, infinite, above 10¹⁰⁰ in size). Throws
 * RangeError unless quantum is finite and > 0 and `lambda` is finite and ≥ 0.
 */
export function compressionRatio(x: Float64Array, quantum: number, lambda = phi): number | undefined {
  const stream = new StreamingCompression(quantum, lambda, Number.POSITIVE_INFINITY);
  if (!allUsable(x)) return undefined;
  for (let i = 0; i < x.length; i++) stream.push(at(x, i));
  return stream.value;
}

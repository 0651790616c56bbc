/**
 * Lattice compression ratio: bits of the causal residual ÷ bits of the raw series, both in adaptive Rice code (rice.ts) on the quantum Q.
 * Below 1 the causal φ-filter foresees the signal, if only its level; above 1 it gets in the way, as with white noise about 0. For display and
 * history only: it moves with Q.
 *
 * 1. q[i] = ⌊x[i]/Q + ½⌋.
 * 2. e[i] = q[i] − ⌊s + ½⌋, s the causal filter's state before q[i]; so the q[i] can be had back from the e[i].
 * 3. The first sample is foreseen as 0: both codes pay for it alike.
 */
import { phi } from '../filters/resolvent.js';
import { allUsable, at } from './series.js';
import { StreamingCompression } from './streaming-compression.js';

/**
 * The ratio of a whole series, > 0 (no unit); `quantum` in the series' unit. `undefined` for less than two samples or one that is no finite
 * number. Throws RangeError unless quantum is > 0.
 */
export function compressionRatio(x: Float64Array, quantum: number, lambda = phi): number | undefined {
  const stream = new StreamingCompression(quantum, lambda, Number.POSITIVE_INFINITY);
  if (!allUsable(x)) return undefined;
  for (let i = 0; i < x.length; i++) stream.push(at(x, i));
  return stream.value;
}

import { requireWhole } from '../metrics/series.js';

/**
 * The Hann window, periodic form: w[n] = ½(1 − cos(2πn/N)) (Blackman and Tukey 1958; Harris 1978, which names the periodic form "DFT-even").
 * Copies shifted by N/2 add up to 1, so segments that overlap by half weigh all samples alike. Throws RangeError unless N is whole and ≥ 2.
 */
export function hann(size: number): Float64Array {
  requireWhole('window size', size, 2);
  return Float64Array.from({ length: size }, (_, n) => (1 - Math.cos((2 * Math.PI * n) / size)) / 2);
}

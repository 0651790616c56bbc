import { at, requireWhole } from '../metrics/series.js';
import { type Fft, planFft } from '../spectra/fft.js';
import { gainAt, phi } from './resolvent.js';

/** A real array of any number of axes, row-major: the last axis is contiguous. */
export interface Tensor {
  /** The values, in any unit; as many as the product of `shape`. */
  readonly data: Float64Array;
  /** The length of each axis, outermost first. */
  readonly shape: readonly number[];
}

/**
 * The frequency of bin `k` of a transform of `n` points in cycles per sample: [0, 1, …, −2, −1]/n, as fftfreq of NumPy and PyTorch. Nyquist of an
 * even n is −½.
 */
export const fftFrequency = (k: number, n: number): number => (k < n / 2 ? k : k - n) / n;

/**
 * The original φ-resolvent regularizer: Fourier transform, multiply by R(k) with k = fftfreq(last axis) in cycles per sample, transform back,
 * take the real part. With one or two axes the transform is 1-D over the last axis; with more it is 2-D over the last two.
 *
 * It is here for conformance and display. Nothing should decide by it: its gain at Nyquist is still 0.712, and a periodic transform mixes the
 * newest samples with the oldest. Use `smooth` or `CausalFilter`. R depends on the last axis only, so the 2-D result equals the 1-D result;
 * the 2-D transform is computed because the original does so.
 *
 * Returns a new array of the same shape and unit. A NaN spreads over its row, with more than two axes over its plane. Throws RangeError unless
 * there is at least one axis, no axis is empty and the shape fits the data.
 */
export function regularize({ data, shape }: Tensor, lambda = phi): Tensor {
  for (const length of shape) requireWhole('axis length', length, 1);
  const expected = shape.reduce((product, length) => product * length, 1);
  if (shape.length === 0 || expected !== data.length)
    throw new RangeError(`shape is [${shape.join(', ')}], expected one or more axes that hold ${data.length} values`);
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length > 2 ? (shape.at(-2) ?? 1) : 1;
  const along = planFft(columns);
  const across = rows > 1 ? planFft(rows) : undefined;
  const out = new Float64Array(data.length);
  const plane = new Float64Array(2 * rows * columns);
  for (let from = 0; from < data.length; from += rows * columns) {
    for (let i = 0; i < rows * columns; i++) {
      plane[2 * i] = at(data, from + i);
      plane[2 * i + 1] = 0;
    }
    for (let r = 0; r < rows; r++) transformLine(along, 'forward', plane, r * columns, 1);
    if (across) for (let c = 0; c < columns; c++) transformLine(across, 'forward', plane, c, columns);
    for (let i = 0; i < rows * columns; i++) {
      const gain = gainAt('cycles', fftFrequency(i % columns, columns), lambda);
      plane[2 * i] = gain * at(plane, 2 * i);
      plane[2 * i + 1] = gain * at(plane, 2 * i + 1);
    }
    if (across) for (let c = 0; c < columns; c++) transformLine(across, 'inverse', plane, c, columns);
    for (let r = 0; r < rows; r++) transformLine(along, 'inverse', plane, r * columns, 1);
    for (let i = 0; i < rows * columns; i++) out[from + i] = at(plane, 2 * i);
  }
  return { data: out, shape };
}

/** Transforms in place the line of complex values that begins at `from` and goes on every `stride` values. */
function transformLine(fft: Fft, way: 'forward' | 'inverse', plane: Float64Array, from: number, stride: number): void {
  const line = new Float64Array(2 * fft.size);
  const result = new Float64Array(2 * fft.size);
  for (let i = 0; i < fft.size; i++) {
    line[2 * i] = at(plane, 2 * (from + i * stride));
    line[2 * i + 1] = at(plane, 2 * (from + i * stride) + 1);
  }
  fft[way](result, line);
  for (let i = 0; i < fft.size; i++) {
    plane[2 * (from + i * stride)] = at(result, 2 * i);
    plane[2 * (from + i * stride) + 1] = at(result, 2 * i + 1);
  }
}

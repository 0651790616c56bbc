/**
 * The Fourier transform of any size n by one of a convenient size m ≥ 2n−1 (Bluestein 1970, the chirp z-transform):
 * kj = (k² + j² − (k−j)²)/2 turns the sum into a convolution with the chirp w[j] = e^(−iπj²/n).
 */
import { at } from '../metrics/series.js';

/** What this needs of the convenient size; `fft.ts` has it. */
interface Convolver {
  readonly size: number;
  forward(out: Float64Array, input: Float64Array): void;
  inverse(out: Float64Array, input: Float64Array): void;
}

export class Bluestein {
  readonly size: number;
  private readonly inner: Convolver;
  private readonly chirp: Float64Array;
  /** Transform of the conjugate chirp, wrapped around. */
  private readonly filter: Float64Array;
  private readonly a: Float64Array;
  private readonly b: Float64Array;

  constructor(size: number, inner: Convolver) {
    this.size = size;
    this.inner = inner;
    this.chirp = new Float64Array(2 * size);
    this.filter = new Float64Array(2 * inner.size);
    this.a = new Float64Array(2 * inner.size);
    this.b = new Float64Array(2 * inner.size);
    for (let j = 0; j < size; j++) {
      // j² mod 2n first: the angle of a large j² would lose digits
      const angle = (Math.PI * ((j * j) % (2 * size))) / size;
      this.chirp[2 * j] = Math.cos(angle);
      this.chirp[2 * j + 1] = -Math.sin(angle);
      for (const place of [j, (inner.size - j) % inner.size]) {
        this.a[2 * place] = Math.cos(angle);
        this.a[2 * place + 1] = Math.sin(angle);
      }
    }
    inner.forward(this.filter, this.a);
  }

  forward(out: Float64Array, input: Float64Array): void {
    this.convolve(out, input, 2, 1, 1);
  }

  /** conj(F(conj x)) / n. */
  inverse(out: Float64Array, input: Float64Array): void {
    this.convolve(out, input, 2, -1, 1 / this.size);
  }

  real(out: Float64Array, input: Float64Array): void {
    this.convolve(out, input, 1, 0, 1);
  }

  /** `stride` is 2 for complex input and 1 for real; `sign` is what imaginary parts of input and output are multiplied by (0: there are none). */
  private convolve(out: Float64Array, input: Float64Array, stride: number, sign: number, scale: number): void {
    const { size, chirp, a, b } = this;
    a.fill(0);
    for (let j = 0; j < size; j++) {
      const re = at(input, stride * j);
      const im = sign === 0 ? 0 : sign * at(input, stride * j + 1);
      timesInto(a, j, re, im, at(chirp, 2 * j), at(chirp, 2 * j + 1));
    }
    this.inner.forward(b, a);
    for (let k = 0; k < this.inner.size; k++)
      timesInto(a, k, at(b, 2 * k), at(b, 2 * k + 1), at(this.filter, 2 * k), at(this.filter, 2 * k + 1));
    this.inner.inverse(b, a);
    for (let k = 0; k < size; k++) {
      timesInto(out, k, at(b, 2 * k) * scale, at(b, 2 * k + 1) * scale, at(chirp, 2 * k), at(chirp, 2 * k + 1));
      if (sign === -1) out[2 * k + 1] = -at(out, 2 * k + 1);
    }
  }
}

/** out[k] = (re + i im)(c + i d). */
function timesInto(out: Float64Array, k: number, re: number, im: number, c: number, d: number): void {
  out[2 * k] = re * c - im * d;
  out[2 * k + 1] = re * d + im * c;
}

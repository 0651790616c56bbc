/** What `fft.ts` uses of fft.js 4, whose own types are all `any`. Complex arrays are interleaved: re, im, re, im… */
declare module 'fft.js' {
  class FFT {
    constructor(size: number);
    transform(out: Float64Array, data: Float64Array): void;
    inverseTransform(out: Float64Array, data: Float64Array): void;
    realTransform(out: Float64Array, data: Float64Array): void;
    completeSpectrum(spectrum: Float64Array): void;
  }
  export = FFT;
}

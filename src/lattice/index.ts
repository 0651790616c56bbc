/**
 * The lattice mathematics as a library: `import { … } from 'lattice-governor/lattice'`.
 *
 * One operator, the φ-resolvent R(k) = 1/(1 + λk²), and what is built on it: smoothing filters, metrics of a signal's rhythm, and power spectra.
 * All of it is pure: numbers in, numbers out. Importing it starts nothing, reads nothing and needs no native code.
 *
 * - A batch function takes a whole series as a `Float64Array`. A streaming class takes one sample a `push` and allocates nothing after its
 *   constructor (but those of tasks, which hold the kernel's 64-bit integers). Both compute the same thing; the batch function is the plain average,
 *   the class forgets.
 * - A sample is missing when it is NaN, infinite or greater than 10¹⁰⁰ in size.
 * - A result that cannot be known is `undefined`. An argument that makes no sense throws a RangeError that says which and why.
 *
 * docs/lattice.md has an example and the measured properties.
 */
export { CausalFilter } from './filters/causal.js';
export { FixedPointFilter, fixedWeight } from './filters/fixed-point.js';
export { newestWeight, pole, timeConstant } from './filters/pole.js';
export { fftFrequency, regularize, type Tensor } from './filters/regularizer.js';
export {
  gainAt,
  type KReading,
  lambdaAt,
  phi,
  resolvent,
  wavenumber,
  whiteGain,
  whiteShare,
} from './filters/resolvent.js';
export { smooth, smoothInto } from './filters/smooth.js';
export { anySignal, bunching, busyShare, type Stillness } from './metrics/bunching.js';
export { coherence } from './metrics/coherence.js';
export { compressionRatio } from './metrics/compression.js';
export { fieldOf } from './metrics/field.js';
export { horizon } from './metrics/horizon.js';
export { type IntervalMoments, intervalField } from './metrics/interval-field.js';
export { fixedOne, IntervalSeries } from './metrics/interval-series.js';
export { StreamingBunching } from './metrics/streaming-bunching.js';
export { StreamingCoherence } from './metrics/streaming-coherence.js';
export { StreamingCompression } from './metrics/streaming-compression.js';
export { StreamingField } from './metrics/streaming-field.js';
export { StreamingHorizon } from './metrics/streaming-horizon.js';
export { gateWindow } from './metrics/streaming-moments.js';
export { StreamingTaskCoherence } from './metrics/streaming-task-coherence.js';
export { originalThreshold, type TaskCoherence, taskCoherence } from './metrics/task-coherence.js';
export { filtered, passedShare, type Spectrum } from './spectra/spectrum.js';
export { StreamingSpectrum, welch } from './spectra/welch.js';

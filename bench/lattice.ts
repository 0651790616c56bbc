import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CausalFilter } from '../src/lattice/filters/causal.js';
import { FixedPointFilter } from '../src/lattice/filters/fixed-point.js';
import { regularize } from '../src/lattice/filters/regularizer.js';
import { smoothInto } from '../src/lattice/filters/smooth.js';
import { bunching } from '../src/lattice/metrics/bunching.js';
import { coherence } from '../src/lattice/metrics/coherence.js';
import { compressionRatio } from '../src/lattice/metrics/compression.js';
import { fieldOf } from '../src/lattice/metrics/field.js';
import { horizon } from '../src/lattice/metrics/horizon.js';
import { StreamingBunching } from '../src/lattice/metrics/streaming-bunching.js';
import { StreamingCoherence } from '../src/lattice/metrics/streaming-coherence.js';
import { StreamingCompression } from '../src/lattice/metrics/streaming-compression.js';
import { StreamingField } from '../src/lattice/metrics/streaming-field.js';
import { StreamingHorizon } from '../src/lattice/metrics/streaming-horizon.js';
import { planFft } from '../src/lattice/spectra/fft.js';
import { StreamingSpectrum, welch } from '../src/lattice/spectra/welch.js';
import { type Figure, spread } from './figures.js';

interface Stream {
  push(x: number): void;
}

const streams: Readonly<Record<string, () => Stream>> = {
  'causal filter': () => new CausalFilter(),
  bunching: () => new StreamingBunching(),
  'coherence at 50 ms': () => new StreamingCoherence(0.05, 100),
  compression: () => new StreamingCompression(0.01),
  'φ field': () => new StreamingField(),
  'horizon of 7 octaves': () => new StreamingHorizon(0.01),
  'spectrum, segments of 256': () => new StreamingSpectrum(100),
};

const rounds = 40;
const samples = 10_000;
const batchRuns = 300;
const batchWarmUp = 5000;
/** Streaming metrics take at most 1 µs a sample and signal, and no allocation. */
const bar = 1000;

/** A separate load for each bench: a busy share that wanders and jumps. */
function load(n: number): Float64Array {
  let state = 1;
  return Float64Array.from({ length: n }, (_, i) => {
    state = (state * 16807) % 2147483647;
    return Math.min(1, Math.abs(0.4 + 0.3 * Math.sin(i / 40) + 0.2 * (state / 2147483647)));
  });
}

/** Cost of src/lattice: a sample of each streaming metric, its allocation, and 256 points of each batch metric. */
export function benchLattice(): Figure[] {
  const all = load(samples);
  const window = all.subarray(0, 256);
  return [
    ...Object.entries(streams).map(([name, make]) => streamed(name, make(), all)),
    fixedPoint(all),
    allocation(all),
    ...Object.entries(batches(window)).map(([name, run]) => batch(name, run)),
  ];
}

function batches(x: Float64Array): Readonly<Record<string, () => unknown>> {
  const out = new Float64Array(x.length);
  const bins = new Float64Array(2 * x.length);
  const fft = planFft(x.length);
  return {
    'reflecting solve': () => smoothInto(out, x),
    'FFT of a real series': () => fft.real(bins, x),
    'original regularizer': () => regularize({ data: x, shape: [x.length] }),
    'Welch spectrum, segments of 64': () => welch(x, 100, 64),
    'coherence at 50 ms': () => coherence(x, 0.05, 100),
    bunching: () => bunching(x),
    compression: () => compressionRatio(x, 0.01),
    'φ field': () => fieldOf(x),
    'horizon of 7 octaves': () => horizon(x, 0.01),
  };
}

function streamed(name: string, stream: Stream, all: Float64Array): Figure {
  const nanos: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    for (const x of all) stream.push(x);
    if (round >= rounds / 2) nanos.push(((performance.now() - started) * 1e6) / samples);
  }
  return { name: `lattice: ${name}, a sample`, unit: 'ns', ...spread(nanos), bar };
}

function fixedPoint(all: Float64Array): Figure {
  const whole = all.map(x => Math.round(1e6 * x));
  return streamed('fixed-point filter', new FixedPointFilter(), whole);
}

/**
 * Growth of the heap over a round of all streams, with no collection in between; values below a byte are due to the measurement. The samples are
 * already numbers on the heap (an array of only numbers would hold them unboxed, and each call would box one): that is the caller's cost.
 */
function allocation(all: Float64Array): Figure {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const boxed: readonly (number | undefined)[] = [undefined, ...all];
  const every = Object.values(streams).map(make => make());
  const bytes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (const stream of every) for (const x of boxed) if (x !== undefined) stream.push(x);
    const grown = process.memoryUsage().heapUsed - before;
    if (round >= rounds / 2) bytes.push(grown / (samples * every.length));
  }
  return { name: 'lattice: heap of all streaming metrics, a sample and metric', unit: 'B', ...spread(bytes), bar: 1 };
}

function batch(name: string, run: () => unknown): Figure {
  const micros: number[] = [];
  for (let i = 0; i < batchWarmUp + batchRuns; i++) {
    const started = performance.now();
    run();
    if (i >= batchWarmUp) micros.push((performance.now() - started) * 1000);
  }
  return { name: `lattice: ${name}, 256 points`, unit: 'us', ...spread(micros) };
}

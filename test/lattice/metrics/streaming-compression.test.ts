import { describe, expect, it } from 'vitest';
import { phi } from '../../../src/lattice/filters/resolvent.js';
import { compressionRatio } from '../../../src/lattice/metrics/compression.js';
import { StreamingCompression } from '../../../src/lattice/metrics/streaming-compression.js';
import { shape, shapes } from '../golden/golden.js';
import { pushAll, repeated } from '../support.js';

describe('StreamingCompression', () => {
  it.each(shapes)('is the batch on "$name" while its window holds the series', ({ x }) => {
    expect(pushAll(new StreamingCompression(0.01, phi, 256), x).value).toBeCloseTo(
      compressionRatio(x, 0.01) ?? Number.NaN,
      12,
    );
  });

  it('forgets: after a change it becomes the ratio of the new signal', () => {
    const [white, sine] = [repeated(shape('white'), 10), repeated(shape('sine 1 Hz'), 4)];
    const stream = pushAll(pushAll(new StreamingCompression(0.01), white), sine);
    expect(stream.value).toBeCloseTo(compressionRatio(sine, 0.01) ?? Number.NaN, 1);
  });

  it('leaves out gaps and is unknown before two samples', () => {
    const stream = pushAll(new StreamingCompression(1), [5, Number.NaN]);
    expect(stream.value).toBeUndefined();
    expect(pushAll(stream, [6, Number.NEGATIVE_INFINITY, 7]).value).toBe(compressionRatio(Float64Array.of(5, 6, 7), 1));
  });

  it('refuses a window that is no number of samples', () => {
    for (const window of [0, -1, 2.5, Number.NaN])
      expect(() => new StreamingCompression(1, phi, window)).toThrow(
        `window is ${window}, expected a whole number ≥ 1`,
      );
  });
});

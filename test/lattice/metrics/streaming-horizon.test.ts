import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { horizon } from '../../../src/lattice/metrics/horizon.js';
import { StreamingHorizon } from '../../../src/lattice/metrics/streaming-horizon.js';
import { shape, shapes } from '../golden/golden.js';
import { anything, dice, pushAll } from '../support.js';

describe('StreamingHorizon', () => {
  it.each(shapes)('is the batch on "$name" while its window holds the series', ({ x }) => {
    for (const n of [97, 160, 256])
      expect(pushAll(new StreamingHorizon(0.01), x.subarray(0, n)).value).toBe(horizon(x.subarray(0, n), 0.01));
  });

  it('forgets: an oscillation that turns to noise loses its horizon, and the other way round', () => {
    const random = dice(8);
    const sine = Array.from({ length: 3000 }, (_, i) => Math.sin(i / 5));
    const noise = sine.map(() => random() - 0.5);
    const stream = pushAll(new StreamingHorizon(1e-3), sine);
    expect(stream.value).toBe(64);
    expect(pushAll(stream, noise).value).toBe(0);
    expect(pushAll(stream, sine).value).toBe(64);
  });

  it('starts anew at a gap, whatever was before it', () => {
    const huge = shape('frames 60 Hz').map(x => 1e50 * x);
    const stream = pushAll(new StreamingHorizon(0.01), [...huge, Number.NaN]);
    expect(stream.value).toBeUndefined();
    expect(pushAll(stream, shape('square 2 Hz'))).toEqual(pushAll(new StreamingHorizon(0.01), shape('square 2 Hz')));
  });

  it('is an octave or 0, or unknown, whatever comes', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(1e-6, 1), (xs, quantum) => {
        const stream = pushAll(new StreamingHorizon(quantum, 5, 128), [...shape('white'), ...xs]);
        expect([undefined, 0, 1, 2, 4, 8, 16]).toContain(stream.value);
      }),
    );
  });

  it('refuses a window that is no number of samples', () => {
    for (const window of [0, -1, 2.5, Number.NaN])
      expect(() => new StreamingHorizon(1, 7, window)).toThrow(`window is ${window}, expected a whole number ≥ 1`);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coherence } from '../../../src/lattice/metrics/coherence.js';
import { StreamingCoherence } from '../../../src/lattice/metrics/streaming-coherence.js';
import { shapes } from '../golden/golden.js';
import { anything, pushAll, repeated } from '../support.js';

describe('StreamingCoherence', () => {
  it.each(shapes)('agrees with the batch on "$name", over and over', ({ x }) => {
    for (const tau of [0.01, 0.05]) {
      const stream = pushAll(new StreamingCoherence(tau, 100, 0, 2048), repeated(x, 40));
      expect(Math.abs((stream.value ?? Number.NaN) - (coherence(x, tau, 100) ?? Number.NaN))).toBeLessThan(0.015);
    }
  });

  it('is unknown before its window and after a gap, and 1 for a constant', () => {
    const stream = pushAll(new StreamingCoherence(0.05, 100), Array(95).fill(3.3));
    expect(stream.value).toBeUndefined();
    stream.push(3.3);
    expect(stream.value).toBe(1);
    stream.push(Number.POSITIVE_INFINITY);
    expect(stream.value).toBeUndefined();
  });

  it('is 1 below the floor', () => {
    const x = Array.from({ length: 96 }, (_, i) => i % 2);
    expect(pushAll(new StreamingCoherence(0.05, 100, 1), x).value).toBe(1);
    expect(pushAll(new StreamingCoherence(0.05, 100, 0.1), x).value).toBeLessThan(0.1);
  });

  it('is in [0, 1] or unknown whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const c = pushAll(new StreamingCoherence(0.05, 100, 0, 8), xs).value;
        expect(c === undefined || (c >= 0 && c <= 1)).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phi } from '../../../src/lattice/filters/resolvent.js';
import { fieldOf } from '../../../src/lattice/metrics/field.js';
import { StreamingField } from '../../../src/lattice/metrics/streaming-field.js';
import { shape, shapes } from '../golden/golden.js';
import { anything, pushAll, repeated } from '../support.js';

describe('StreamingField', () => {
  it.each(shapes)('is the batch on "$name" while its window holds the series', ({ x }) => {
    for (const n of [15, 16, 100, 256])
      expect(pushAll(new StreamingField(256), x.subarray(0, n)).value).toBeCloseTo(fieldOf(x.subarray(0, n)), 9);
  });

  it('forgets: after a change it becomes the λ of the new signal', () => {
    const stream = pushAll(new StreamingField(), repeated(shape('sine 1 Hz'), 4));
    expect(stream.value).toBe(0.05);
    expect(
      pushAll(
        stream,
        Array.from({ length: 1000 }, (_, i) => i % 2),
      ).value,
    ).toBe(50);
  });

  it('is φ again after a gap, whatever was before it', () => {
    const stream = pushAll(new StreamingField(), [...shape('white').map(x => 1e50 * x), Number.NaN]);
    expect(stream.value).toBe(phi);
    expect(pushAll(stream, shape('white').subarray(0, 90)).value).toBe(fieldOf(shape('white').subarray(0, 90)));
  });

  it('is in [0.05, 50] whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const lambda = pushAll(new StreamingField(8), xs).value;
        expect(lambda >= 0.05 && lambda <= 50).toBe(true);
      }),
    );
  });

  it('refuses a window that is no number of samples', () => {
    for (const window of [0, -1, 2.5, Number.NaN])
      expect(() => new StreamingField(window)).toThrow(`window is ${window}, expected a whole number ≥ 1`);
  });
});

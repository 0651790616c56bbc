import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phi } from '../../../src/lattice/filters/resolvent.js';
import { anySignal, bunching } from '../../../src/lattice/metrics/bunching.js';
import { StreamingBunching } from '../../../src/lattice/metrics/streaming-bunching.js';
import { shapes } from '../golden/golden.js';
import { anything, dice, pushAll, repeated } from '../support.js';

/** The vectors of native/helper/busy/bunching.c: a name, the count and B, the shares. */
const lines = readFileSync(new URL('../../native/bunching_vectors.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const ofC = Array.from({ length: lines.length / 3 }, (_, i) => ({
  name: lines[3 * i] ?? '',
  expected: Number(lines[3 * i + 1]?.split(' ')[1]),
  shares: (lines[3 * i + 2] ?? '').split(' ').map(Number),
}));

describe('StreamingBunching', () => {
  it('has the vectors of its C twin', () => {
    expect(ofC.length).toBeGreaterThanOrEqual(11);
  });

  it.each(ofC)('agrees with native/helper/busy/bunching.c on "$name"', ({ expected, shares }) => {
    expect(pushAll(new StreamingBunching(), shares).value).toBeCloseTo(expected, 11);
  });

  it.each(shapes)('agrees with the batch on "$name", over and over', ({ x }) => {
    const stream = pushAll(new StreamingBunching(anySignal, phi, 1024), repeated(x, 32));
    expect(Math.abs((stream.value ?? Number.NaN) - (bunching(x) ?? Number.NaN))).toBeLessThan(0.01);
  });

  it('is unknown before 96 samples, and again after a gap', () => {
    const stream = pushAll(new StreamingBunching(), Array(95).fill(0.5));
    expect(stream.value).toBeUndefined();
    stream.push(0.5);
    expect(stream.value).toBe(0);
    stream.push(Number.NaN);
    expect(stream.value).toBeUndefined();
  });

  it('rarely calls white noise regular, young or old', () => {
    const random = dice(9);
    let [regular, seen] = [0, 0];
    for (let run = 0; run < 200; run++) {
      const stream = new StreamingBunching();
      for (let i = 0; i < 200; i++) {
        stream.push(random());
        if ((stream.value ?? 0) < -0.4) regular++;
        if (stream.value !== undefined) seen++;
      }
    }
    expect(regular / seen).toBeLessThan(0.03);
  });

  it('is in [−1, 1] or unknown whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const b = pushAll(new StreamingBunching(anySignal, phi, 8), xs).value;
        expect(b === undefined || (b >= -1 && b <= 1)).toBe(true);
      }),
    );
  });

  it('refuses a λ of 0, with which all signals have the same C', () => {
    expect(() => new StreamingBunching(anySignal, 0)).toThrow('lambda is 0, expected a finite number > 0');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdaptiveRice, folded, riceBits, riceParameter } from '../../../src/lattice/metrics/rice.js';
import { golden } from '../golden/golden.js';

/** Mean length of the code of a geometric distribution of mean m, by its sum. */
function meanBits(m: number, k: number): number {
  const theta = m / (1 + m);
  let sum = 0;
  for (let u = 0, p = 1 - theta; p > 1e-15; u++, p *= theta) sum += p * (Math.floor(u / 2 ** k) + 1 + k);
  return sum;
}

describe('riceParameter', () => {
  it.each(golden.rice.parameter)('of mean %d is %i', (m, k) => {
    expect(riceParameter(m)).toBe(k);
  });

  it('is the best there is for a geometric distribution', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 300, noNaN: true }), m => {
        const k = riceParameter(m);
        for (let other = 0; other < 12; other++) expect(meanBits(m, k)).toBeLessThanOrEqual(meanBits(m, other) + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('is 0 for a mean of 0', () => {
    expect(riceParameter(0)).toBe(0);
  });
});

describe('the code', () => {
  it('folds signs away, small ones first', () => {
    expect([0, -1, 1, -2, 2].map(folded)).toEqual([0, 1, 2, 3, 4]);
  });

  it('has ones, a zero and k bits, or 64 bits where the ones would be 32', () => {
    expect(riceBits(0, 0)).toBe(1);
    expect(riceBits(13, 2)).toBe(3 + 1 + 2);
    expect(riceBits(31, 0)).toBe(32);
    expect(riceBits(32, 0)).toBe(64);
  });

  it('adapts as the definition says, through a jump and back', () => {
    const { x, bits } = golden.rice.wild;
    const coder = new AdaptiveRice();
    expect(x.reduce((sum, v) => sum + coder.cost(v), 0)).toBe(bits);
  });
});

import { describe, expect, it } from 'vitest';
import { hann } from '../../../src/lattice/spectra/hann.js';
import { expectClose } from '../support.js';

describe('hann', () => {
  it('is 0 at its start, 1 in the middle, and adds up to 1 with itself half a window later', () => {
    const w = hann(8);
    expectClose(w, [0, 0.1464466094, 0.5, 0.8535533906, 1, 0.8535533906, 0.5, 0.1464466094], 1e-9);
    for (let n = 0; n < 4; n++) expect((w[n] ?? 0) + (w[n + 4] ?? 0)).toBeCloseTo(1, 15);
  });

  it('refuses a window of one', () => {
    expect(() => hann(1)).toThrow('window size is 1, expected a whole number ≥ 2');
  });
});

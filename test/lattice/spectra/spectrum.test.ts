import { describe, expect, it } from 'vitest';
import { gainAt } from '../../../src/lattice/filters/resolvent.js';
import { mean } from '../../../src/lattice/metrics/series.js';
import { planFft } from '../../../src/lattice/spectra/fft.js';
import { filtered, passedShare, type Spectrum } from '../../../src/lattice/spectra/spectrum.js';
import { shapes } from '../golden/golden.js';

/** One untapered segment: |X|² of the whole series, doubled where a bin stands for two. */
function periodogram(x: Float64Array): Spectrum {
  const n = x.length;
  const level = mean(x);
  const bins = new Float64Array(2 * n);
  planFft(n).real(
    bins,
    x.map(v => v - level),
  );
  const density = Float64Array.from({ length: n / 2 + 1 }, (_, k) => {
    const power = (bins[2 * k] ?? Number.NaN) ** 2 + (bins[2 * k + 1] ?? Number.NaN) ** 2;
    return power * (k === 0 || k === n / 2 ? 1 : 2);
  });
  return { frequency: density.map((_, k) => (100 * k) / n), density };
}

describe('passedShare', () => {
  it.each(shapes.filter(s => s.name !== 'constant'))(
    'in cycles is 0.8 to 1 for "$name" as for all: useless for deciding',
    s => {
      const share = passedShare(periodogram(s.x), 100, 'cycles');
      expect(share).toBeCloseTo(s.cycles, 10);
      expect(share).toBeGreaterThan(0.79);
    },
  );

  it('is no figure of an empty spectrum', () => {
    expect(passedShare(periodogram(new Float64Array(8)), 100, 'lattice')).toBeNaN();
  });
});

describe('filtered', () => {
  it('multiplies power by R² and leaves the bins where they are', () => {
    const raw = { frequency: Float64Array.of(0, 25, 50), density: Float64Array.of(4, 4, 4) };
    const { frequency, density } = filtered(raw, 100, 'lattice');
    expect(frequency).toEqual(raw.frequency);
    expect(density[0]).toBe(4);
    expect(density[2]).toBeCloseTo(4 * gainAt('lattice', 0.5) ** 2, 15);
    expect(density[1]).toBeCloseTo(4 / (1 + 2 * 1.618033988749895) ** 2, 12);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  gainAt,
  type KReading,
  lambdaAt,
  phi,
  resolvent,
  wavenumber,
  whiteGain,
  whiteShare,
} from '../../../src/lattice/filters/resolvent.js';
import { lambdas } from '../support.js';

const readings = ['cycles', 'radian', 'lattice'] as const;

/** Mean of R^power over all frequencies by the midpoint rule. */
function meanGain(reading: KReading, lambda: number, power: number): number {
  const steps = 20_000;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += gainAt(reading, (i + 0.5) / (2 * steps), lambda) ** power;
  return sum / steps;
}

describe('the φ-resolvent', () => {
  it('passes everything with λ = 0', () => {
    for (const reading of readings) expect([whiteShare(reading, 0), whiteGain(reading, 0)]).toEqual([1, 1]);
  });

  it('has the gains of THEORY 1 at Nyquist and for white noise in each reading', () => {
    const table = readings.map(r => [gainAt(r, 0.5).toFixed(3), whiteGain(r).toFixed(3)]);
    expect(table).toEqual([
      ['0.712', '0.895'],
      ['0.059', '0.442'],
      ['0.134', '0.455'],
    ]);
  });

  it('has closed forms for white noise that agree with an integral', () => {
    fc.assert(
      fc.property(fc.constantFrom(...readings), lambdas, (reading, lambda) => {
        expect(whiteShare(reading, lambda)).toBeCloseTo(meanGain(reading, lambda, 1), 5);
        expect(whiteGain(reading, lambda) ** 2).toBeCloseTo(meanGain(reading, lambda, 2), 5);
      }),
      { numRuns: 30 },
    );
  });

  it('passes a constant whole and is even in k', () => {
    for (const reading of readings) expect(gainAt(reading, 0)).toBe(1);
    expect(resolvent(-0.7)).toBe(resolvent(0.7));
    expect(resolvent(1)).toBeCloseTo(1 / (1 + phi), 15);
  });

  it('has readings that agree at low frequencies, but for the 2π', () => {
    expect(wavenumber('lattice', 1e-4)).toBeCloseTo(wavenumber('radian', 1e-4), 10);
    expect(wavenumber('radian', 1e-4)).toBeCloseTo(2 * Math.PI * wavenumber('cycles', 1e-4), 15);
  });
});

describe('lambdaAt', () => {
  it('is φ at one sample and grows with the square of the time scale', () => {
    expect(lambdaAt(0.01, 100)).toBeCloseTo(phi, 12);
    expect(lambdaAt(0.05, 100)).toBeCloseTo(25 * phi, 10);
  });

  it('refuses time scales and rates that are not above 0', () => {
    expect(() => lambdaAt(0, 100)).toThrow('tau is 0, expected a finite number > 0');
    expect(() => lambdaAt(1, Number.NaN)).toThrow('rate is NaN');
  });
});

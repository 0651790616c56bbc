import { expect, test } from 'vitest';
import { steadyState, Thermal } from '../../../../src/machine/simulated/physics/thermal.js';
import { laptop } from '../core/fixture.js';

test('the steady state is Tamb + P(Ra+Rb)', () => {
  const thermal = new Thermal(laptop);
  thermal.advance(15, 3_600_000);
  expect(thermal.junction).toBeCloseTo(25 + 15 * (1.2 + 2.2), 9);
  expect(thermal.case).toBeCloseTo(25 + 15 * 2.2, 9);
  expect(steadyState(laptop, 15)).toEqual({ junction: thermal.junction, case: thermal.case });
});

test('one step of a minute equals 60 000 steps of a millisecond', () => {
  const long = new Thermal(laptop);
  const short = new Thermal(laptop);
  long.advance(12, 60_000);
  for (let i = 0; i < 60_000; i++) short.advance(12, 1);
  expect(short.junction).toBeCloseTo(long.junction, 8);
  expect(short.case).toBeCloseTo(long.case, 8);
});

test('agrees with the differential equations, integrated in steps of 10 µs', () => {
  const exact = new Thermal(laptop, 5);
  let { junction, case: body } = exact;
  for (let i = 0; i < 200_000; i++) {
    const across = (junction - body) / laptop.Ra;
    junction += (1e-5 * (20 - across)) / laptop.Ca;
    body += (1e-5 * (across - (body - laptop.Tamb) / laptop.Rb)) / laptop.Cb;
  }
  exact.advance(20, 2000);
  expect(exact.junction).toBeCloseTo(junction, 3);
  expect(exact.case).toBeCloseTo(body, 3);
});

test('heat is conserved: what went in is stored or has left through Rb', () => {
  const thermal = new Thermal(laptop);
  let left = 0;
  for (let i = 0; i < 100_000; i++) {
    const before = thermal.case;
    thermal.advance(10, 1);
    left += ((before + thermal.case) / 2 - laptop.Tamb) / laptop.Rb / 1000;
  }
  const stored = (thermal.junction - laptop.Tamb) * laptop.Ca + (thermal.case - laptop.Tamb) * laptop.Cb;
  expect(stored + left).toBeCloseTo(10 * 100, 4);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixedPointFilter, fixedWeight } from '../../../src/lattice/filters/fixed-point.js';
import { phi } from '../../../src/lattice/filters/resolvent.js';
import { lambdas } from '../support.js';

const whole = fc.integer({ min: -(2 ** 20) + 1, max: 2 ** 20 - 1 });
/** Values that go from edge to edge are the ones that would overflow. */
const inputs = fc.array(fc.oneof(whole, fc.constantFrom(2 ** 20 - 1, -(2 ** 20) + 1)), { maxLength: 200 });

/** The C of THEORY 1 in signed 64-bit integers; an overflow would change the value. */
function inC(xs: readonly number[], a: number): bigint[] {
  let s = 0n;
  return xs.map(x => {
    const sum = BigInt(a) * ((BigInt(x) << 16n) - s) + 0x8000n;
    expect(BigInt.asIntN(64, sum)).toBe(sum);
    s += sum >> 16n;
    return s;
  });
}

describe('FixedPointFilter', () => {
  it('has the weight of THEORY 1 for φ', () => {
    expect(fixedWeight(phi)).toBe(35107);
  });

  it('is the C code bit for bit', () => {
    fc.assert(
      fc.property(inputs, lambdas, (xs, lambda) => {
        const filter = new FixedPointFilter(lambda);
        const got = xs.map(x => {
          filter.push(x);
          return BigInt(filter.raw);
        });
        expect(got).toEqual(inC(xs, filter.weight));
      }),
    );
  });

  it('stays within 2⁻¹⁷/α of the same filter in exact arithmetic', () => {
    fc.assert(
      fc.property(inputs, lambdas, (xs, lambda) => {
        const filter = new FixedPointFilter(lambda);
        const alpha = filter.weight / 65536;
        let exact = 0;
        for (const x of xs) {
          filter.push(x);
          exact += alpha * (x - exact);
          expect(Math.abs(filter.value - exact)).toBeLessThanOrEqual(2 ** -17 / alpha + 1e-9);
        }
      }),
    );
  });

  it('holds a constant it was started with', () => {
    fc.assert(
      fc.property(whole, lambdas, (x, lambda) => {
        const filter = new FixedPointFilter(lambda, x);
        for (let i = 0; i < 50; i++) filter.push(x);
        expect(filter.value).toBe(x);
      }),
    );
  });

  it('refuses what would wrap in a kernel', () => {
    expect(() => new FixedPointFilter().push(2 ** 20)).toThrow('x is 1048576, expected a whole number, |x| < 2^20');
    expect(() => new FixedPointFilter().push(0.5)).toThrow(RangeError);
    expect(() => new FixedPointFilter().push(Number.NaN)).toThrow(RangeError);
    expect(() => fixedWeight(1e-9)).toThrow('weight 65536, expected 1 to 65535');
    expect(() => fixedWeight(1e12)).toThrow('weight 0');
  });
});

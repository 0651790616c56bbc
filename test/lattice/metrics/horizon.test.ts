import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { horizon } from '../../../src/lattice/metrics/horizon.js';
import { StreamingHorizon } from '../../../src/lattice/metrics/streaming-horizon.js';
import { shape, shapes } from '../golden/golden.js';
import { anything, dice, normal, pushAll } from '../support.js';

const long = (f: (i: number) => number): Float64Array => Float64Array.from({ length: 3000 }, (_, i) => f(i));

describe('horizon', () => {
  it.each(shapes)('of "$name" is the golden one, as is the R² of each octave', s => {
    expect(horizon(s.x, 0.01)).toBe(s.horizon);
    const stream = pushAll(new StreamingHorizon(0.01, 7, 256), s.x);
    for (const [j, skill] of s.skills.entries()) {
      if (skill === null) expect(stream.skill(j)).toBeNaN();
      else expect(stream.skill(j)).toBeCloseTo(skill, 5);
    }
  });

  it('is as long as one likes for an oscillation and for a constant, and 0 for white noise', () => {
    const random = dice(5);
    expect(
      horizon(
        long(i => Math.sin(i / 16)),
        1e-3,
      ),
    ).toBe(64);
    expect(
      horizon(
        long(() => 3),
        1e-3,
      ),
    ).toBe(64);
    expect(
      horizon(
        long(() => normal(random)),
        1e-3,
      ),
    ).toBe(0);
  });

  it('of a signal that forgets with ρ = 0.95 a sample ends where the theory of it says: ρ^2h = ½ at 6.8 samples', () => {
    const random = dice(6);
    let state = 0;
    const x = long(() => {
      state = 0.95 * state + normal(random);
      return state;
    });
    expect(horizon(x, 1e-3)).toBe(4);
  });

  it('is 64 for what stays within its quantum', () => {
    expect(horizon(shape('white'), 10)).toBe(64);
  });

  it('does not change with unit and offset', () => {
    for (const { x, horizon: expected } of shapes)
      expect(
        horizon(
          x.map(v => 1000 * v + 40_000),
          10,
        ),
      ).toBe(expected);
  });

  it('is unknown for less than 97 samples', () => {
    expect(horizon(shape('sine 1 Hz').subarray(0, 96), 0.01)).toBeUndefined();
    expect(horizon(shape('sine 1 Hz').subarray(0, 97), 0.01)).toBe(1);
  });

  it('is an octave or 0, or unknown, whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const ahead = horizon(Float64Array.from(xs), 1);
        expect([undefined, 0, 1, 2, 4, 8, 16, 32, 64]).toContain(ahead);
        if (xs.some(x => !(Math.abs(x) <= 1e100))) expect(ahead).toBeUndefined();
      }),
    );
  });

  it('refuses a quantum that is not above 0 and no octaves', () => {
    expect(() => horizon(new Float64Array(9), 0)).toThrow('quantum is 0');
    expect(() => horizon(new Float64Array(9), 1, 0)).toThrow('octaves is 0');
  });
});

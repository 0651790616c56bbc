import fc from 'fast-check';
import { expect, it } from 'vitest';
import { levelMs } from '../../../src/journal/rollup/level.js';
import { stretches } from '../../../src/journal/rollup/stretches.js';

const quarter = 900_000;
const hour = 4 * quarter;
const day = 24 * hour;

it('reads each 10 s of a span once, however it lies', () => {
  const slot = fc.nat(30_000).map(n => n * 10_000);
  const edge = fc.nat(340).map(n => n * quarter);
  fc.assert(
    fc.property(slot, slot, edge, edge, edge, (a, b, kept10s, kept1min, filled15min) => {
      const [since, until] = [Math.min(a, b), Math.max(a, b)];
      const bounds = {
        kept10s: Math.min(kept10s, filled15min),
        kept1min: Math.min(kept1min, kept10s, filled15min),
        filled15min,
        filled1h: filled15min - (filled15min % hour),
        filled1day: filled15min - (filled15min % day),
      };
      const read = new Map<number, number>();
      for (const { level, from, until: end } of stretches(since, until, bounds)) {
        const ms = levelMs[level];
        expect(from % ms).toBe(0);
        for (let at = from; at < end; at += ms) {
          for (let fine = at; fine < at + ms; fine += 10_000) read.set(fine, (read.get(fine) ?? 0) + 1);
        }
      }
      for (let at = since; at < until; at += 10_000) expect(read.get(at)).toBe(1);
      expect([...read.values()].every(n => n === 1)).toBe(true);
    }),
  );
});

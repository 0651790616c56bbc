import fc from 'fast-check';
import { expect, it } from 'vitest';
import { usageMs } from '../../../src/journal/usage/entry.js';
import { type UsageCoverage, usageStretches } from '../../../src/journal/usage/usage-stretches.js';

const minute = usageMs.usage_1min;
const day = usageMs.usage_1day;

/** Levels as a writer leaves them: each filled with the whole slots of the finer one, and kept for longer. */
const coverages = fc
  .record({ newest: fc.nat(8 * 1440), kept1min: fc.nat(8 * 96), kept15min: fc.nat(8) })
  .map(({ newest, kept1min, kept15min }): UsageCoverage => {
    const filled = (ms: number): number => Math.floor((newest * minute) / ms) * ms;
    return {
      usage_1min: { keptFrom: Math.min(kept1min * 900_000, filled(900_000)), filledTo: 0 },
      usage_15min: { keptFrom: Math.min(kept15min * day, filled(day)), filledTo: filled(900_000) },
      usage_1h: { keptFrom: 0, filledTo: filled(3_600_000) },
      usage_1day: { keptFrom: 0, filledTo: filled(day) },
    };
  });

it('reads each minute of a span once, from levels that have it', () => {
  fc.assert(
    fc.property(coverages, fc.nat(9 * 1440), fc.nat(9 * 1440), (coverage, a, b) => {
      const [from, until] = [Math.min(a, b) * minute, Math.max(a, b) * minute];
      const all = usageStretches(from, until, coverage).sort((x, y) => x.from - y.from);
      let at = all[0]?.from ?? until;
      if (all.length > 0) expect(at).toBeLessThanOrEqual(from);
      for (const stretch of all) {
        const { keptFrom, filledTo } = coverage[stretch.level];
        const last = Math.ceil((stretch.until - stretch.from) / usageMs[stretch.level]) * usageMs[stretch.level];
        expect(stretch.from).toBe(at);
        expect(stretch.from % usageMs[stretch.level]).toBe(0);
        if (stretch.level !== 'usage_1min') expect(stretch.from + last).toBeLessThanOrEqual(filledTo);
        expect(stretch.from).toBeGreaterThanOrEqual(Math.min(keptFrom, filledTo || keptFrom));
        at = stretch.until;
      }
      expect(at).toBeGreaterThanOrEqual(until);
    }),
  );
});

it('takes whole days where it can', () => {
  const whole = { keptFrom: 0, filledTo: 4 * day };
  const coverage = { usage_1min: whole, usage_15min: whole, usage_1h: whole, usage_1day: whole };
  expect(usageStretches(day - 60 * minute, 3 * day + minute, coverage)).toEqual([
    { level: 'usage_1h', from: day - 60 * minute, until: day },
    { level: 'usage_1day', from: day, until: 3 * day },
    { level: 'usage_1min', from: 3 * day, until: 3 * day + minute },
  ]);
});

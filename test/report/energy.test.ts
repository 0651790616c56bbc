import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnergyQuarter } from '../../src/journal/stored.js';
import { periods } from '../../src/report/calendar.js';
import { csvOf } from '../../src/report/csv.js';
import { total, usesOf } from '../../src/report/energy.js';

const quarterMs = 900_000;
const begin = Date.UTC(2026, 10, 22);

const quarter = (over: Partial<EnergyQuarter> = {}): EnergyQuarter => ({
  at: begin,
  domain: 'package0',
  millijoules: 9_000_000,
  measuredMs: quarterMs,
  maxMilliwatts: 15_000,
  maxMillicelsius: 61_500,
  ...over,
});

describe('uses', () => {
  it('adds the quarters of a period up, and leaves a period without any out', () => {
    const uses = usesOf(
      [
        quarter(),
        quarter({ at: begin + quarterMs, millijoules: 1_000_000, maxMilliwatts: 4000, maxMillicelsius: null }),
        quarter({ at: begin + 12 * quarterMs, measuredMs: 10_000, millijoules: 50_000 }),
      ],
      periods(begin, begin + 4 * 3_600_000, 'hour'),
    ).filter(u => u.domain === 'package0');
    expect(uses).toMatchObject([
      { from: begin, joules: 10_000, measuredSeconds: 1800, peakWatts: 15, hottest: 61.5 },
      { from: begin + 3 * 3_600_000, joules: 50, measuredSeconds: 10, meanWatts: 5 },
    ]);
    expect(uses[0]?.meanWatts).toBeCloseTo(10_000 / 1800, 12);
  });

  it('takes packages together, without the parts of one and what is not the processor', () => {
    const domains = ['package0', 'package0.core', 'package1', 'psys'];
    const uses = usesOf(
      domains.map(domain => quarter({ domain })),
      periods(begin, begin + 1, 'day'),
    );
    expect(uses.map(u => u.domain)).toEqual([total, ...domains]);
    expect(uses[0]).toMatchObject({ joules: 18_000, measuredSeconds: 900, meanWatts: 20, peakWatts: 30 });
  });

  it('loses no energy to the calendar', () => {
    const row = fc.record({
      at: fc.integer({ min: 0, max: 4000 }).map(n => begin + n * quarterMs),
      domain: fc.constantFrom('package0', 'psys'),
      millijoules: fc.nat(1e9),
      measuredMs: fc.nat(quarterMs),
      maxMilliwatts: fc.nat(1e6),
      maxMillicelsius: fc.option(fc.nat(1e5)),
    });
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom('hour', 'day', 'week', 'month'), (rows, by) => {
        const uses = usesOf(rows, periods(begin, begin + 4001 * quarterMs, by)).filter(u => u.domain !== total);
        const told = uses.reduce((a, u) => a + u.joules, 0);
        expect(told).toBeCloseTo(rows.reduce((a, r) => a + r.millijoules, 0) / 1000, 3);
      }),
    );
  });

  it('knows no mean of what was measured for no time', () => {
    const [use] = usesOf([quarter({ measuredMs: 0 })], periods(begin, begin + 1, 'day'));
    expect(use?.meanWatts).toBeNaN();
    expect(csvOf(use === undefined ? [] : [use])).toContain(',9000.000,2.500000,,15.000,61.5,0.0\r\n');
  });
});

import { describe, expect, it } from 'vitest';
import type { Sum } from '../../src/journal/query/history.js';
import { periods } from '../../src/report/calendar.js';
import { csvOf } from '../../src/report/csv.js';
import { usesOf } from '../../src/report/energy.js';

/** The name of all processor packages together. */
const total = 'packages';

import { under } from '../journal/support.js';

const begin = Date.UTC(2026, 10, 22);

const sum = (over: Partial<Sum> = {}): Sum => ({
  kind: 'energy',
  name: 'package0',
  integral: 9_000_000,
  measuredMs: 900_000,
  min: 1000,
  max: 15_000,
  ...under,
  ...over,
});
const heat = (max: number): Sum => sum({ kind: 'temperature', name: 'hottest', max });

describe('uses', () => {
  it('adds conditions up, and leaves a period without any energy out', () => {
    const spans = periods(begin, begin + 3 * 3_600_000, 'hour');
    const uses = usesOf(
      [
        [sum(), sum({ source: 'battery', integral: 1_000_000, max: 4000 }), heat(61_500), heat(50_000)],
        [heat(40_000)],
        [sum({ measuredMs: 10_000, integral: 50_000 })],
      ],
      spans,
    ).filter(u => u.domain === 'package0');
    expect(uses).toMatchObject([
      { from: begin, joules: 10_000, measuredSeconds: 1800, peakWatts: 15, hottest: 61.5 },
      { from: begin + 2 * 3_600_000, joules: 50, measuredSeconds: 10, meanWatts: 5, hottest: null },
    ]);
    expect(uses[0]?.meanWatts).toBeCloseTo(10_000 / 1800, 12);
  });

  it('takes packages together, without the parts of one and what is not the processor', () => {
    const domains = ['package0', 'package0.core', 'package1', 'psys'];
    const uses = usesOf([domains.map(name => sum({ name }))], periods(begin, begin + 1, 'day'));
    expect(uses.map(u => u.domain)).toEqual([total, ...domains]);
    expect(uses[0]).toMatchObject({ joules: 18_000, measuredSeconds: 900, meanWatts: 20, peakWatts: 30 });
  });

  it('knows no mean of what was measured for no time', () => {
    const [use] = usesOf([[sum({ measuredMs: 0 })]], periods(begin, begin + 1, 'day'));
    expect(use?.meanWatts).toBeNaN();
    expect(csvOf(use === undefined ? [] : [use])).toContain(',9000.000,2.500000,,15.000,,0.0\r\n');
  });
});

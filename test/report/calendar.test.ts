import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { periodNames, periods, usualPeriod } from '../../src/report/calendar.js';

const hour = 3_600_000;
const zone = process.env.TZ;
const restore = () => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
};
afterEach(restore);

const lengths = (since: string, until: string, by: 'hour' | 'day' | 'week' | 'month'): number[] =>
  periods(Date.parse(since), Date.parse(until), by).map(p => (p.until - p.from) / hour);

describe('in Berlin', () => {
  beforeEach(() => {
    process.env.TZ = 'Europe/Berlin';
  });

  it('has a day of 23 hours in March and one of 25 in October', () => {
    expect(lengths('2026-03-28T12:00', '2026-03-30T12:00', 'day')).toEqual([24, 23, 24]);
    expect(lengths('2026-10-24T12:00', '2026-10-26T12:00', 'day')).toEqual([24, 25, 24]);
  });

  it('has 25 hours in that day, each an hour long', () => {
    const [day] = periods(Date.parse('2026-10-25T00:00'), Date.parse('2026-10-25T01:00'), 'day');
    if (day === undefined) throw new Error('no day');
    const hours = periods(day.from, day.until, 'hour');
    expect(hours).toHaveLength(25);
    expect(hours.every(h => h.until - h.from === hour)).toBe(true);
  });

  it('begins weeks on Monday and months on the first, by the clock on the wall', () => {
    const week = periods(Date.parse('2026-11-22T23:59'), Date.parse('2026-11-23T00:01'), 'week');
    expect(week.map(p => p.from)).toEqual([Date.parse('2026-11-16T00:00'), Date.parse('2026-11-23T00:00')]);
    expect(lengths('2026-10-05T00:00', '2026-10-06T00:00', 'month')).toEqual([31 * 24 + 1]);
  });
});

it('keeps to the quarters of an hour of a zone that is 5:45 ahead', () => {
  process.env.TZ = 'Asia/Kathmandu';
  const [first] = periods(Date.parse('2026-11-22T10:20:30Z'), Date.parse('2026-11-22T10:21:00Z'), 'hour');
  expect(first?.from).toBe(Date.parse('2026-11-22T10:15:00Z'));
  const [day] = periods(Date.parse('2026-11-22T10:20:30Z'), Date.parse('2026-11-22T10:21:00Z'), 'day');
  expect(day?.from).toBe(Date.parse('2026-11-21T18:15:00Z'));
});

it('leaves no moment out and tells none twice, in any zone', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
  ];
  const at = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) });
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...periodNames),
      at,
      fc.integer({ min: 1, max: 40 * 24 * hour }),
      (tz, by, since, length) => {
        process.env.TZ = tz;
        const all = periods(since, since + length, by);
        expect(all[0]?.from).toBeLessThanOrEqual(since);
        expect(all.at(-1)?.until).toBeGreaterThanOrEqual(since + length);
        all.slice(1).forEach((p, i) => {
          expect(p.from).toBe(all[i]?.until);
        });
      },
    ),
    { numRuns: 300 },
  );
});

it('says nothing of a span that is none', () => {
  expect(periods(1000, 1000, 'day')).toEqual([]);
});

it('chooses what a person would ask for', () => {
  expect([hour, 47 * hour, 7 * 24 * hour, 365 * 24 * hour].map(usualPeriod)).toEqual(['hour', 'hour', 'day', 'month']);
});

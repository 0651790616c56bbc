import { afterAll, beforeAll, expect, test } from 'vitest';
import { count, moment } from '../../../src/cli/arguments/arguments.js';

const zone = process.env.TZ;
beforeAll(() => {
  // A zone whose offset is no whole hour.
  process.env.TZ = 'Asia/Kathmandu';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const now = Date.UTC(2026, 10, 22, 21, 0, 0);

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['5min', 300_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
  ['1w', 604_800_000],
])('%s ago', (text, ms) => expect(moment(text, now)).toBe(now - ms));

test('a date is meant in the reader’s zone, with a time and without', () => {
  expect(moment('2026-11-22 18:00')).toBe(Date.UTC(2026, 10, 22, 12, 15));
  expect(moment('2026-11-22T18:00:30')).toBe(Date.UTC(2026, 10, 22, 12, 15, 30));
  expect(moment('2026-11-22')).toBe(Date.UTC(2026, 10, 21, 18, 15));
});

test.each(['', '1', 'h', '1h!', 'someday', '2026-13-45', '1 h'])('%j is no time', text => {
  expect(() => moment(text, now)).toThrow(
    'expected an age such as 30m, 1h or 2d, today, yesterday, or a date such as 2026-11-22 18:00',
  );
});

test('counts are whole and at least 1', () => {
  expect(count('20')).toBe(20);
  for (const text of ['0', '-1', '1.5', '1e3', '', 'many', '99999999999']) {
    expect(() => count(text), text).toThrow('expected a whole number of at least 1');
  }
});

test('today and yesterday begin at midnight where the reader is', () => {
  const now = new Date(2026, 10, 29, 14, 30).getTime();
  expect(moment('today', now)).toBe(new Date(2026, 10, 29).getTime());
  expect(moment('yesterday', now)).toBe(new Date(2026, 10, 28).getTime());
  expect(moment('now', now)).toBe(now);
});

import { expect, test } from 'vitest';
import {
  frequencyArgument,
  onOff,
  preference,
  seconds,
  secondsUntil,
} from '../../../src/cli/arguments/override-arguments.js';
import { separated } from '../../../src/cli/program.js';

test.each([
  ['2.4GHz', 2_400_000],
  ['2.4 ghz', 2_400_000],
  ['1200MHz', 1_200_000],
  ['800000kHz', 800_000],
  ['800000', 800_000],
  // The daemon refuses these, with its range.
  ['2.4', 2],
  ['0.4', 1],
])('%s is %d kHz', (text, khz) => expect(frequencyArgument(text)).toBe(khz));

test.each(['', '0', '-1GHz', '2,4GHz', '2.4THz', 'GHz', '1e6'])('%j is no frequency in kHz', text => {
  expect(() => frequencyArgument(text)).toThrow('expected a frequency such as 2.4GHz, 1200MHz or 800000 (kHz)');
});

test('lengths of time', () => {
  expect(seconds('30m')).toBe(1800);
  expect(seconds('1h30m')).toBe(5400);
  for (const text of ['', '30', '-1h', '0s', 'soon']) expect(() => seconds(text)).toThrow('expected a length of time');
});

test('until is the next time that it is so late, in the reader’s zone', () => {
  const now = new Date(2026, 10, 25, 17, 30).getTime();
  expect(secondsUntil('18:00', now)).toBe(1800);
  expect(secondsUntil('17:30:10', now)).toBe(10);
  expect(secondsUntil('17:00', now)).toBe(23.5 * 3600);
  expect(secondsUntil('2026-11-26 07:00', now)).toBe(13.5 * 3600);
  for (const text of ['25:00', '12:60', '2026-11-25 17:00', 'noon', ''])
    expect(() => secondsUntil(text, now)).toThrow('expected a time to come such as 18:00 or 2026-11-26 07:00');
});

test('words', () => {
  expect([onOff('on'), onOff('off')]).toEqual([true, false]);
  expect(() => onOff('1')).toThrow('expected on or off');
  expect(preference('balance-performance')).toBe('balance_performance');
});

test.each([
  ['launch make -j4', 'launch -- make -j4'],
  ['launch -p performance -r why make --json', 'launch -p performance -r why -- make --json'],
  ['--json --runtime-dir launch launch --max=2GHz make', '--json --runtime-dir launch launch --max=2GHz -- make'],
  ['launch -- make -j4', 'launch -- make -j4'],
  ['launch --help', 'launch --help'],
  ['status launch -x', 'status launch -x'],
])('%s', (typed, meant) => expect(separated(typed.split(' '))).toEqual(meant.split(' ')));

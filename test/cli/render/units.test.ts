import { expect, test } from 'vitest';
import {
  controlValue,
  counted,
  cpuList,
  frequency,
  frequencyRange,
  percent,
  power,
  temperature,
} from '../../../src/cli/render/units.js';
import { span } from '../../../src/model/format.js';

test.each([
  [400_000, '400 MHz'],
  [999_000, '999 MHz'],
  [999_900, '1.00 GHz'],
  [2_400_000, '2.40 GHz'],
  [null, '–'],
])('%s kHz is %s', (khz, text) => expect(frequency(khz)).toBe(text));

test('limits share their unit, an unknown side is a question mark', () => {
  expect(frequencyRange({ min: 800_000, max: 3_100_000 })).toBe('0.80–3.10 GHz');
  expect(frequencyRange({ min: null, max: 3_100_000 })).toBe('?–3.10 GHz');
  expect(frequencyRange({ min: null, max: null })).toBe('–');
});

test('power, temperature, shares: an unknown one is a dash and never 0', () => {
  expect([power(8.43), power(99.97), power(231.4), power(-2), power(null)]).toEqual([
    '8.4 W',
    '100 W',
    '231 W',
    '-2.0 W',
    '–',
  ]);
  expect([temperature(71.6), temperature(null)]).toEqual(['72 °C', '–']);
  expect([percent(0.034), percent(1), percent(null)]).toEqual(['3 %', '100 %', '–']);
});

test.each([
  [0, '0 s'],
  [420, '0.4 s'],
  [9_970, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [3_599_999, '1 h'],
  [273_600_000, '3 d 4 h'],
])('%d ms is %s', (ms, text) => expect(span(ms)).toBe(text));

test('lists of CPUs as the kernel writes them, plurals', () => {
  expect([cpuList([0, 1, 2, 3, 6]), cpuList([5]), cpuList([])]).toEqual(['0-3,6', '5', '']);
  expect([counted(1, 'policy', 'policies'), counted(0, 'tick')]).toEqual(['1 policy', '0 ticks']);
});

test('a control’s value has the unit that the machine tells', () => {
  expect(controlValue(3_100_000, 'kHz')).toBe('3.10 GHz');
  expect(controlValue(15_000_000, 'uW')).toBe('15.0 W');
  expect(controlValue(1, 'bool')).toBe('on');
  expect(controlValue(0, 'bool')).toBe('off');
  expect(controlValue('power', 'choice')).toBe('power');
  expect(controlValue(null, 'choice')).toBe('–');
});

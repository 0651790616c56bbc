import { expect, it } from 'vitest';
import { parseFrequency } from '../../src/model/frequency.js';

it.each([
  ['2.4GHz', 2_400_000],
  ['2.4 ghz', 2_400_000],
  ['2400MHz', 2_400_000],
  ['2400000kHz', 2_400_000],
  ['2400000', 2_400_000],
  ['0.8GHz', 800_000],
  ['1.2345678GHz', 1_234_568],
])('%s is %i kHz', (text, khz) => {
  expect(parseFrequency(text)).toBe(khz);
});

it.each(['', 'GHz', '-1GHz', '0GHz', '2,4GHz', '2.4THz', '2.4G', '1e3MHz', '2.4GHz;', '0.0000001kHz'])(
  '%s is none',
  text => {
    expect(parseFrequency(text)).toBeUndefined();
  },
);

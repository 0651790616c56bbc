import { expect, it } from 'vitest';
import { checkConfig } from '../../src/config/check.js';
import { defaultConfig } from '../../src/config/config.js';

const read = (text: string, base = defaultConfig) => checkConfig('lattice.toml', text, base).promised;

it('says nothing of the promise by default: it follows from what the machine is', () => {
  expect(read('')).toBeUndefined();
  expect(read('[promise]')).toBeUndefined();
});

it('takes a promise in either, and milliseconds mean that it is in milliseconds', () => {
  expect(read('[promise]\nin = "percent"')).toEqual({ in: 'percent' });
  expect(read('[promise]\nin = "milliseconds"')).toEqual({ in: 'milliseconds' });
  expect(read('[promise]\nmilliseconds = 2.5')).toEqual({ in: 'milliseconds', most: 2.5 });
  expect(read('[promise]\nin = "milliseconds"\nmilliseconds = 100')).toEqual({ in: 'milliseconds', most: 100 });
});

it('leaves what another file said where this one says nothing', () => {
  const base = checkConfig('lattice.toml', '[promise]\nmilliseconds = 3', defaultConfig);
  expect(read('profile = "balanced"', base)).toEqual({ in: 'milliseconds', most: 3 });
  expect(read('[promise]\nin = "percent"', base)).toEqual({ in: 'percent' });
});

it.each([
  ['[promise]\nin = "seconds"', /lattice.toml:2: promise.in: expected one of percent, milliseconds/],
  ['\n[promise]\nmilliseconds = 0.4', /lattice.toml:3: promise.milliseconds: expected at least 0.5/],
  ['[promise]\nmilliseconds = 101', /lattice.toml:2: promise.milliseconds: expected at most 100/],
  ['[promise]\nmilliseconds = "2ms"', /lattice.toml:2: promise.milliseconds: expected a number/],
  [
    '[promise]\nin = "percent"\nmilliseconds = 2',
    /lattice.toml:3: promise.milliseconds: expected none where the promise is in percent: leave out one of the two lines/,
  ],
  ['[promise]\nmillisecond = 2', /lattice.toml:2: promise.millisecond: unknown key/],
])('%j is refused in words', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

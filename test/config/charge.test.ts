import { describe, expect, it, test } from 'vitest';
import { checkConfig } from '../../src/config/check.js';
import { type ChargeConfig, defaultConfig } from '../../src/config/config.js';

const read = (...lines: readonly string[]): ChargeConfig =>
  checkConfig('f.toml', lines.join('\n'), defaultConfig).charge;

describe('[battery]', () => {
  it('takes levels as numbers and as percent', () => {
    expect(read('[battery]', 'charge_start = 75', 'charge_stop = "80%"')).toEqual({
      restore: false,
      all: { start: 75, stop: 80 },
      batteries: {},
    });
    expect(read('[battery]', 'charge_stop = "80 %"').all).toEqual({ stop: 80 });
  });

  it('takes a table for a battery, beside what holds on battery', () => {
    const config = checkConfig(
      'f.toml',
      '[battery]\nprofile = "power-saver"\ncharge_stop = 80\ncharge_restore = true\n[battery.BAT1]\ncharge_stop = 60\n[battery."hid-1"]\n',
      defaultConfig,
    );
    expect(config.charge).toEqual({ restore: true, all: { stop: 80 }, batteries: { BAT1: { stop: 60 } } });
    expect(config.battery).toEqual({ profile: 'power-saver' });
  });

  it('adds what a later file says', () => {
    const first = checkConfig('a', '[battery]\ncharge_stop = 80\n[battery.BAT1]\ncharge_start = 40', defaultConfig);
    expect(checkConfig('b', '[battery.BAT1]\ncharge_stop = 60', first).charge).toEqual({
      restore: false,
      all: { stop: 80 },
      batteries: { BAT1: { start: 40, stop: 60 } },
    });
  });
});

test.each([
  [
    ['[battery]', 'charge_stop = 0'],
    'f.toml:2: battery.charge_stop: expected a whole number from 1 to 100, such as 80 or "80%"',
  ],
  [['[battery]', 'charge_stop = 101'], 'expected a whole number from 1 to 100'],
  [['[battery]', 'charge_stop = 80.5'], 'expected a whole number from 1 to 100'],
  [['[battery]', 'charge_stop = "most"'], 'expected a whole number from 1 to 100'],
  [['[battery]', 'charge_stop = [80]'], 'expected a whole number from 1 to 100'],
  [
    ['[battery]', 'charge_start = 80', 'charge_stop = 80'],
    'f.toml:2: battery.charge_start: 80, expected less than charge_stop, which is 80',
  ],
  [
    ['[battery]', 'charge_stop = 80', '', '[battery.BAT1]', 'charge_start = 90'],
    'f.toml:5: battery.BAT1.charge_start: 90, expected less than charge_stop, which is 80',
  ],
  [['[battery]', 'charg_stop = 80'], 'f.toml:2: battery.charg_stop: unknown key (did you mean charge_stop?)'],
  [
    ['[battery.BAT1]', 'charge_stopp = 80'],
    'f.toml:2: battery.BAT1.charge_stopp: unknown key (did you mean charge_stop?)',
  ],
  [['[battery.BAT1]', 'charge_restore = true'], 'battery.BAT1.charge_restore: unknown key'],
  [['[battery]', 'charge_restore = "no"'], 'battery.charge_restore: expected a boolean'],
])('%j is refused', (lines, message) => {
  expect(() => read(...lines)).toThrow(message);
});

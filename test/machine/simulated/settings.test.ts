import { expect, test } from 'vitest';
import { Engine } from '../../../src/machine/simulated/physics/engine.js';
import { Settings } from '../../../src/machine/simulated/settings.js';
import { laptop } from './core/fixture.js';

function made() {
  const engine = new Engine({ platform: laptop, governor: 'performance' });
  return { engine, settings: new Settings([engine], 'performance') };
}

test('a maximum rounds down to the table, a minimum up', () => {
  const { engine, settings } = made();
  settings.write('policy0.max_freq', 3_456_789);
  settings.write('policy0.min_freq', 812_345);
  expect(settings.read('policy0.max_freq')).toBe(3_400_000);
  expect(settings.read('policy0.min_freq')).toBe(900_000);
  expect(engine.pstate.frequency).toBe(3_400_000);
  settings.write('policy0.max_freq', 850_000);
  expect(settings.read('policy0.max_freq')).toBe(800_000);
});

test('a minimum above the maximum is the maximum, until that rises again', () => {
  const { settings } = made();
  settings.write('policy0.min_freq', 3_000_000);
  settings.write('policy0.max_freq', 2_000_000);
  expect(settings.read('policy0.min_freq')).toBe(2_000_000);
  settings.write('policy0.max_freq', 4_000_000);
  expect(settings.read('policy0.min_freq')).toBe(3_000_000);
});

test('without boost the base is the highest', () => {
  const { engine, settings } = made();
  settings.write('boost', 0);
  expect(settings.base(0)).toBe(2_500_000);
  expect(settings.read('policy0.max_freq')).toBe(2_500_000);
  expect(settings.isHeldDown('policy0.max_freq')).toBe(true);
  expect(engine.pstate.frequency).toBe(2_500_000);
  settings.write('boost', 1);
  expect(settings.read('policy0.max_freq')).toBe(4_600_000);
});

test('the governor picks', () => {
  const { engine, settings } = made();
  settings.write('policy0.governor', 'powersave');
  expect(engine.pstate.frequency).toBe(800_000);
  expect(settings.governorIndex(0)).toBe(1);
});

test.each([
  ['policy0.max_freq', 4_700_000, 'ERANGE'],
  ['policy0.max_freq', 700_000, 'ERANGE'],
  ['policy0.max_freq', 2_000_000.5, 'EINVAL'],
  ['policy0.min_freq', Number.NaN, 'EINVAL'],
  ['policy0.min_freq', '2000000', 'EINVAL'],
  ['policy0.governor', 'userspace', 'EINVAL'],
  ['policy0.governor', 1, 'EINVAL'],
  ['boost', 2, 'ERANGE'],
  ['policy1.max_freq', 2_000_000, 'ENOENT'],
  ['policy0.epp', 'power', 'ENOENT'],
] as const)('%s = %s is refused with %s', (name, value, errno) => {
  const { settings } = made();
  expect(settings.refusal(name, value)).toMatchObject({ errno, wanted: value, why: expect.stringMatching(/.+/) });
});

test('what the kernel offers is not refused', () => {
  const { settings } = made();
  expect(settings.refusal('policy0.max_freq', 800_000)).toBeUndefined();
  expect(settings.refusal('policy0.governor', 'schedutil')).toBeUndefined();
  expect(settings.refusal('boost', 0)).toBeUndefined();
});

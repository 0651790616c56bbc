import { expect, test } from 'vitest';
import { Keeper } from '../../../src/machine/simulated/keeper.js';
import { Engine } from '../../../src/machine/simulated/physics/engine.js';
import { Settings } from '../../../src/machine/simulated/settings.js';
import { laptop } from './core/fixture.js';

function made(refused: Record<string, string> = {}) {
  const settings = new Settings([new Engine({ platform: laptop, governor: 'schedutil' })], 'schedutil');
  return { settings, keeper: new Keeper(settings, refused) };
}

test('the baseline is the value before the first write, and only of what was written', () => {
  const { keeper } = made();
  keeper.set({ 'policy0.max_freq': 3_000_000, 'policy0.min_freq': 800_000 }, 0, 5);
  keeper.set({ 'policy0.max_freq': 2_000_000 }, 0, 5);
  expect(keeper.baseline).toEqual({ 'policy0.max_freq': 4_600_000 });
});

test('a restore puts everything back and ends the lease', () => {
  const { keeper, settings } = made();
  keeper.set(
    { boost: 0, 'policy0.governor': 'powersave', 'policy0.max_freq': 2_000_000, 'policy0.min_freq': 1_500_000 },
    0,
    5,
  );
  expect(keeper.restore()).toEqual({
    boost: { value: 1 },
    'policy0.governor': { value: 'schedutil' },
    'policy0.max_freq': { value: 4_600_000 },
    'policy0.min_freq': { value: 800_000 },
  });
  expect(settings.read('policy0.min_freq')).toBe(800_000);
  expect(keeper.leaseEnd).toBe(Number.POSITIVE_INFINITY);
  expect(keeper.baseline).toEqual({});
  expect(keeper.restore()).toBeUndefined();
});

test('a maximum that a missing boost held down is restored to the hardware’s', () => {
  const { keeper, settings } = made();
  settings.write('boost', 0);
  keeper.set({ 'policy0.max_freq': 2_000_000 }, 0, 5);
  expect(keeper.baseline).toEqual({ 'policy0.max_freq': 'unlimited' });
  settings.write('boost', 1);
  keeper.restore();
  expect(settings.read('policy0.max_freq')).toBe(4_600_000);
});

test('answers are the values read back once all are written', () => {
  const { keeper } = made();
  expect(keeper.set({ 'policy0.min_freq': 3_000_000, 'policy0.max_freq': 2_050_000 }, 0, 5)).toEqual({
    'policy0.min_freq': { value: 2_000_000 },
    'policy0.max_freq': { value: 2_000_000 },
  });
});

test('one refusal leaves the others', () => {
  const { keeper, settings } = made({ boost: 'EBUSY' });
  const results = keeper.set({ boost: 0, nonsense: 1, 'policy0.max_freq': 2_000_000 }, 0, 5);
  expect(results.boost).toMatchObject({ errno: 'EBUSY', wanted: 0 });
  expect(results.nonsense).toMatchObject({ errno: 'ENOENT' });
  expect(results['policy0.max_freq']).toEqual({ value: 2_000_000 });
  expect(settings.read('boost')).toBe(1);
});

test('names that every object has are no controls', () => {
  const { keeper } = made();
  expect(keeper.set({ toString: 1 }, 0, 5)).toEqual({ toString: expect.objectContaining({ errno: 'ENOENT' }) });
});

test('a lease needs something to keep, and lasts from 1 to 60 s', () => {
  const { keeper } = made();
  keeper.beat(0, 5);
  keeper.set({ 'policy0.max_freq': 4_600_000 }, 0, 5);
  expect(keeper.leaseEnd).toBe(Number.POSITIVE_INFINITY);
  keeper.set({ 'policy0.max_freq': 2_000_000 }, 0, 5);
  expect(keeper.leaseEnd).toBe(5000);
  keeper.beat(3000, 0.1);
  expect(keeper.leaseEnd).toBe(4000);
  keeper.beat(3000, 1000);
  expect(keeper.leaseEnd).toBe(63_000);
});

import { expect, test } from 'vitest';
import {
  addIdle,
  idleIsSettled,
  leakage,
  runningPower,
  settledIdlePower,
} from '../../../../src/machine/simulated/physics/power.js';
import { laptop, server } from '../core/fixture.js';

test('running power at the top of the laptop is the note of the model, computed by hand', () => {
  const dynamic = 1.8 * 1.3 ** 2 * 4.6;
  expect(runningPower(laptop, 38, 0, 60)).toBeCloseTo(dynamic + 0.8 * 1.3 ** 2 + 1.5, 9);
  expect(runningPower(laptop, 38, 1, 60)).toBeCloseTo(0.4 * dynamic + 0.8 * 1.3 ** 2 + 1.5 + 1, 9);
  expect(leakage(laptop, 0, 160) / leakage(laptop, 0, 60)).toBeCloseTo(Math.exp(1.7), 9);
});

test('idle energy: shallow for 0.2 ms, then deep; the uncore follows after 1 ms', () => {
  const spent = { core: 0, uncore: 0 };
  addIdle(spent, laptop, 2, 0, 3);
  expect(spent.core).toBeCloseTo(0.2 * 2 * 0.7 + 2.8 * 0.03, 12);
  expect(spent.uncore).toBeCloseTo(1 * 1.5 + 2 * 0.25, 12);
});

test('idle energy does not depend on how the time is cut up', () => {
  const whole = { core: 0, uncore: 0 };
  addIdle(whole, laptop, 2, 0, 5);
  const parts = { core: 0, uncore: 0 };
  for (let i = 0; i < 50; i++) addIdle(parts, laptop, 2, i / 10, 0.1);
  expect(parts.core).toBeCloseTo(whole.core, 12);
  expect(parts.uncore).toBeCloseTo(whole.uncore, 12);
});

test('a server never lets its uncore sleep, so its idle power is settled after the core', () => {
  expect(idleIsSettled(laptop, 0.9)).toBe(false);
  expect(idleIsSettled(laptop, 1)).toBe(true);
  expect(idleIsSettled(server, 0.2)).toBe(true);
  expect(settledIdlePower(laptop, 1)).toBeCloseTo(0.28, 12);
  expect(settledIdlePower(server, 1)).toBeCloseTo(3.03, 12);
});

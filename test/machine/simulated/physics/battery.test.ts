import { expect, test } from 'vitest';
import { Battery } from '../../../../src/machine/simulated/physics/battery.js';

test('discharges by the energy used', () => {
  const battery = new Battery(57, 40, 30);
  battery.plug(false);
  for (let i = 0; i < 100; i++) battery.advance(100, 1.5);
  expect(battery.charge).toBeCloseTo(40 - 150 / 3600, 9);
  expect(battery.power).toBeCloseTo(15, 2);
  expect(battery.status).toBe('Discharging');
});

test('charges by the charger, up to full', () => {
  const battery = new Battery(57, 56.99, 36);
  battery.advance(500, 2);
  expect(battery.charge).toBeCloseTo(56.995, 9);
  expect(battery.status).toBe('Charging');
  battery.advance(10_000, 2);
  expect(battery.charge).toBe(57);
  expect(battery.status).toBe('Full');
  battery.advance(20_000, 2);
  expect(battery.power).toBeCloseTo(0, 3);
});

test('never goes below empty', () => {
  const battery = new Battery(57, 0.001, 30);
  battery.plug(false);
  battery.advance(1000, 100);
  expect(battery.charge).toBe(0);
});

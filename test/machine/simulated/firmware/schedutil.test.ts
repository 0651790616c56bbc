import { expect, test } from 'vitest';
import { Pelt, Schedutil } from '../../../../src/machine/simulated/firmware/schedutil.js';
import { endless, engineWith, laptop, listed } from '../core/fixture.js';

test('PELT halves in 32.768 ms, at once or ms by ms', () => {
  const pelt = new Pelt();
  pelt.util = 0.8;
  pelt.decay(32.768);
  expect(pelt.util).toBeCloseTo(0.4, 12);
  for (let i = 0; i < 32; i++) pelt.tick(0);
  pelt.decay(0.768);
  expect(pelt.util).toBeCloseTo(0.2, 12);
});

test('PELT of steady use is that use', () => {
  const pelt = new Pelt();
  for (let i = 0; i < 1000; i++) pelt.tick(0.6);
  expect(pelt.util).toBeCloseTo(0.6, 6);
});

test('asks for a quarter more than is used, no oftener than the rate limit', () => {
  const schedutil = new Schedutil(10);
  expect(schedutil.want({ util: 0.4, busy: 0 }, 0)).toBeCloseTo(0.5, 12);
  expect(schedutil.want({ util: 0.8, busy: 0 }, 9.9)).toBeCloseTo(0.5, 12);
  expect(schedutil.want({ util: 0.8, busy: 0 }, 10)).toBeCloseTo(1, 12);
});

test('takes what wakes to need what it needed when it went to sleep (util_est), and forgets by quarters', () => {
  const schedutil = new Schedutil();
  schedutil.idle({ util: 0.4, busy: 0 });
  expect(schedutil.want({ util: 0.1, busy: 0 }, 0)).toBeCloseTo(0.5, 12);
  schedutil.idle({ util: 0, busy: 0 });
  expect(schedutil.want({ util: 0.1, busy: 0 }, 10)).toBeCloseTo(0.375, 12);
});

test('an endless task drives it to the top; 30 % of the capacity settles near 1.25 · 30 %', () => {
  const full = engineWith('schedutil', [endless(0)]);
  full.advanceTo(1000);
  expect(full.pstate.frequency).toBe(4_600_000);
  const jobs = Array.from({ length: 2000 }, (_, i): [number, number, number] => [4 * i, 1.2, 0]);
  const part = engineWith('schedutil', [listed('part', jobs)]);
  part.advanceTo(4000);
  const before = part.counters.cycles / part.counters.busy;
  const busyBefore = part.counters.busy;
  part.advanceTo(8000);
  const mean = (part.counters.cycles - before * busyBefore) / (part.counters.busy - busyBefore);
  expect(mean / 4_600_000).toBeGreaterThan(1.25 * 0.3 * 0.95);
  expect(mean / 4_600_000).toBeLessThan(1.25 * 0.3 * 1.15);
});

test('performance runs at the maximum, powersave at the minimum, within the limits', () => {
  for (const [governor, index] of [
    ['performance', 30],
    ['powersave', 5],
  ] as const) {
    const engine = engineWith(governor, [endless(0)]);
    engine.pstate.limit(5, 30);
    engine.advanceTo(10);
    expect(engine.pstate.frequency).toBe(Math.round((laptop.f[index] ?? 0) * 1e6));
  }
});

test('another governor and other limits hold at once', () => {
  const engine = engineWith('powersave', [endless(0)]);
  engine.advanceTo(10);
  engine.govern('performance');
  expect(engine.pstate.frequency).toBe(4_600_000);
  engine.pstate.limit(0, 20);
  expect(engine.pstate.frequency).toBe(2_800_000);
  expect(engine.pstate.transitions).toBe(2);
});

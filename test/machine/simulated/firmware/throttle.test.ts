import { expect, test } from 'vitest';
import { Throttle } from '../../../../src/machine/simulated/firmware/throttle.js';
import { endless, engineWith, laptop } from '../core/fixture.js';

test('sets in at the trip and goes at trip − hysteresis', () => {
  const throttle = new Throttle(laptop);
  const active = [94.9, 95, 92, 90.1, 90, 94, 95].map(celsius => {
    throttle.update(celsius);
    return throttle.active;
  });
  expect(active).toEqual([false, true, true, true, false, false, true]);
  expect(throttle.events).toBe(2);
  expect(throttle.limit(38)).toBe(17);
  expect(throttle.limit(3)).toBe(3);
});

test('a hot room: the engine throttles to index 17 and stays between the two thresholds', () => {
  const engine = engineWith('performance', [endless(0)], { ...laptop, Tamb: 60 });
  engine.advanceTo(120_000);
  const seen = new Set<number>();
  let hottest = 0;
  for (let t = 120_000; t < 240_000; t += 50) {
    engine.advanceTo(t);
    seen.add(engine.pstate.index);
    hottest = Math.max(hottest, engine.thermal.junction);
  }
  expect([...seen].sort((a, b) => a - b)).toEqual([17, 38]);
  expect(engine.pstate.throttle.events).toBeGreaterThan(5);
  expect(hottest).toBeLessThan(95.1);
});

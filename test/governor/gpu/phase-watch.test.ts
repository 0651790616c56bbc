import { expect, test } from 'vitest';
import type { GpuObservation } from '../../../src/governor/gpu/observation.js';
import { isOdd, PhaseWatch } from '../../../src/governor/gpu/phase-watch.js';
import { Trial } from '../../../src/governor/gpu/trial.js';

const view = (power: number, name: string, units: number): GpuObservation => ({
  seconds: 1,
  power,
  busy: undefined,
  memoryBusy: undefined,
  clock: undefined,
  progress: [{ name, units, seconds: 1 }],
});

/** Seconds until a watch calls what follows other work; 60 when it never does. */
function noticed(after: { power: number; name: string; units: number }): number {
  const trial = new Trial();
  const watch = new PhaseWatch();
  for (let second = 0; second < 120; second++) {
    const now = second < 60 ? view(200, 'a', 10) : view(after.power, after.name, after.units);
    trial.take(now);
    watch.take(now);
    if (watch.isOther(trial, 1)) return second - 60;
  }
  return 60;
}

test('other power, other speed or another application is other work within seconds', () => {
  expect(noticed({ power: 150, name: 'a', units: 10 })).toBeLessThan(15);
  expect(noticed({ power: 200, name: 'a', units: 6.5 })).toBeLessThan(15);
  expect(noticed({ power: 200, name: 'b', units: 10 })).toBeLessThan(15);
});

test('the same work with its usual wander stays the same', () => {
  expect(noticed({ power: 210, name: 'a', units: 9.5 })).toBe(60);
});

test('more than before is noticed sooner than less, which may be a pause', () => {
  const more = noticed({ power: 250, name: 'a', units: 10 });
  expect(more).toBeLessThan(noticed({ power: 150, name: 'a', units: 10 }));
  expect(more).toBeLessThan(9);
});

test('a single view unlike what is known is odd, and held back', () => {
  const trial = new Trial();
  for (let i = 0; i < 20; i++) trial.take(view(200, 'a', 10));
  expect(isOdd(view(210, 'a', 9), trial)).toBe(false);
  expect(isOdd(view(150, 'a', 10), trial)).toBe(true);
  expect(isOdd(view(200, 'a', 15), trial)).toBe(true);
  expect(isOdd(view(150, 'a', 10), new Trial())).toBe(false);
});

import { expect, test } from 'vitest';
import { World } from '../../../src/machine/simulated/world.js';

test('the battery loses what the package uses, and gains while plugged in', () => {
  const world = new World({ platform: 'laptop', unplug: { at: 10, seconds: 20 } });
  world.advanceTo(10_000);
  const charged = world.battery?.charge ?? Number.NaN;
  expect(charged).toBeCloseTo(40 + (30 * 10) / 3600, 9);
  const { energy } = world;
  world.advanceTo(30_000 - 1);
  expect(world.mains).toBe(false);
  expect(world.battery?.status).toBe('Discharging');
  expect(world.battery?.charge).toBeCloseTo(charged - (world.energy - energy) / 3600, 9);
  world.advanceTo(30_000);
  expect(world.mains).toBe(true);
  expect(world.battery?.status).toBe('Charging');
});

test('the plug is pulled again and again; null leaves it in', () => {
  const pulled = (unplug: { at: number; seconds: number; every: number } | null) => {
    const world = new World({ platform: 'laptop', scenes: [], unplug });
    const off: number[] = [];
    for (let s = 0.5; s < 30; s++) {
      world.advanceTo(s * 1000);
      if (!world.mains) off.push(Math.floor(s));
    }
    return off;
  };
  expect(pulled({ at: 2, seconds: 3, every: 10 })).toEqual([2, 3, 4, 12, 13, 14, 22, 23, 24]);
  expect(pulled(null)).toEqual([]);
});

test('scenes follow each other, over and over, drawn anew each time', () => {
  const world = new World({
    platform: 'laptop',
    scenes: [
      { load: 'interactive', seconds: 5 },
      { load: 'idle', seconds: 5 },
    ],
    unplug: null,
  });
  const busy: number[] = [];
  for (let t = 5000; t <= 30_000; t += 5000) {
    const before = world.engine.counters.busy;
    world.advanceTo(t);
    busy.push(world.engine.counters.busy - before);
  }
  expect(busy.map(b => b > 0)).toEqual([true, false, true, false, true, false]);
  expect(busy[0]).not.toBe(busy[2]);
});

test('the demo is busy from its first second and reaches every scene', () => {
  for (const platform of ['laptop', 'server'] as const) {
    const world = new World({ platform });
    world.advanceTo(1000);
    expect(world.engine.counters.busy).toBeGreaterThan(50);
    expect(new World({ platform }).platform.kind).toBe(`simulated ${platform}`);
    expect(world.platform.scenes.some(s => s.load === 'idle')).toBe(true);
  }
});

test('the same seed tells the same story, however time is cut up', () => {
  const story = (seed: number, step: number) => {
    const world = new World({ platform: 'laptop', seed });
    for (let t = step; t <= 60_000; t += step) world.advanceTo(t);
    return [world.energy, world.engine.counters.busy, world.battery?.charge ?? 0];
  };
  const whole = story(5, 60_000);
  expect(story(5, 60_000)).toEqual(whole);
  story(5, 100).forEach((v, i) => {
    expect(v / (whole[i] ?? 0)).toBeCloseTo(1, 9);
  });
  expect(story(6, 60_000)[1]).not.toBe(whole[1]);
});

test('somebody else writes; what the kernel would refuse has no effect', () => {
  const world = new World({
    platform: 'server',
    foreign: [
      { at: 1, control: 'policy0.max_freq', value: 2_000_000 },
      { at: 2, control: 'policy0.governor', value: 'nonsense' },
      { at: 2, control: 'policy0.max_freq', value: 900_000 },
      { at: 2, control: 'nonsense', value: 1 },
    ],
  });
  world.advanceTo(999);
  expect(world.settings.read('policy0.max_freq')).toBe(3_500_000);
  world.advanceTo(3000);
  expect(world.settings.read('policy0.max_freq')).toBe(2_000_000);
  expect(world.settings.read('policy0.governor')).toBe('schedutil');
});

test('a suspend is time asleep that uses nothing', () => {
  const world = new World({
    platform: 'laptop',
    scenes: [],
    unplug: { at: 0, seconds: 60 },
    suspends: [{ at: 5, seconds: 3600 }],
  });
  world.advanceTo(5000);
  expect(world.suspended).toBe(3_600_000);
  expect(world.now).toBe(5000);
  expect(world.battery?.charge).toBeCloseTo(40 - world.energy / 3600, 9);
});

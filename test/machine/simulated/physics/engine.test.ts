import { expect, test } from 'vitest';
import { cpuLoads } from '../../../../src/machine/simulated/loads/loads.js';
import { Engine } from '../../../../src/machine/simulated/physics/engine.js';
import { leakage, runningPower } from '../../../../src/machine/simulated/physics/power.js';
import { endless, engineWith, laptop, listed, pinned, server } from '../core/fixture.js';

/** When the one job that arrives at 0 is done at an operating point. */
function doneAt(index: number, work: number, memory: number): number {
  let at = Number.NaN;
  const engine = pinned(laptop, index, [listed('one', [[0, work, memory]])], (_stream, _job, finished) => {
    at = finished;
  });
  engine.advanceTo(10_000);
  expect(engine.counters.work).toBeCloseTo(work, 9);
  return at;
}

test('compute work w takes w·f_max/f', () => {
  expect(doneAt(38, 123.4, 0)).toBeCloseTo(123.4, 9);
  expect(doneAt(0, 123.4, 0)).toBeCloseTo((123.4 * 4.6) / 0.8, 9);
});

test('work with memory share m takes w·(m + (1−m)·f_max/f)', () => {
  expect(doneAt(15, 50.5, 0.85)).toBeCloseTo(50.5 * (0.85 + (0.15 * 4.6) / 2.3), 9);
  expect(doneAt(15, 50.5, 1)).toBeCloseTo(50.5, 9);
});

test('cycles, stalls and instructions give β and the latency back (THEORY 3)', () => {
  const m = 0.6;
  const engine = pinned(laptop, 15, [endless(m)]);
  engine.advanceTo(1000);
  const { busy, cycles, stalled, instructions, work } = engine.counters;
  const s = stalled / busy;
  const x = 2.3 / 4.6;
  expect(((1 - s) * x) / ((1 - s) * x + s)).toBeCloseTo(1 - m, 9);
  expect(cycles).toBeCloseTo(1000 * 2_300_000, 0);
  expect(instructions).toBeCloseTo(work * (1 - m) * 4_600_000, 0);
  expect(cycles - stalled * 2_300_000).toBeCloseTo(instructions, 0);
});

test('the energy counter is ∫P: a closed form at constant temperature', () => {
  const cool = { ...laptop, kT: 0 };
  const engine = pinned(cool, 20, [endless(0.3)]);
  engine.advanceTo(5000);
  const stall = 0.3 / (0.3 + (0.7 * 4.6) / 2.8);
  expect(engine.counters.energy / 5000).toBeCloseTo(runningPower(cool, 20, stall, 25), 9);
  expect(engine.counters.coreEnergy).toBeLessThan(engine.counters.energy);
});

test('a busy core settles where its own leakage keeps it: T = Tamb + P(T)·(Ra+Rb)', () => {
  const engine = pinned(laptop, 38, [endless(0)]);
  engine.advanceTo(900_000);
  const { junction } = engine.thermal;
  expect(junction).toBeCloseTo(25 + runningPower(laptop, 38, 0, junction) * 3.4, 3);
});

test('an idle minute: shallow, deep, then the package asleep', () => {
  const engine = pinned(laptop, 10, []);
  const leak = leakage(laptop, 10, 25);
  engine.advanceTo(60_000);
  expect(engine.counters.energy).toBeCloseTo(0.2 * 0.7 * leak + 59_999.8 * 0.03 + 1.5 + 59_999 * 0.25, 3);
  expect(engine.counters.busy).toBe(0);
});

test('each wake from a deep idle costs e_wake, one from a shallow idle nothing', () => {
  const quiet = { ...laptop, kT: 0, ceff: 0, leak0: 0, p_unc_act: 0, p_unc_idle: 0, p_mem: 0, p_c6: 0 };
  const deep = pinned(quiet, 38, [
    listed(
      'deep',
      [0.5, 1.5, 2.5, 3.5].map(t => [t, 0.5, 0] as const),
    ),
  ]);
  deep.advanceTo(10);
  expect(deep.counters.energy).toBeCloseTo(4 * 0.1, 12);
  const shallow = pinned(quiet, 38, [
    listed(
      'shallow',
      [0.1, 0.7, 1.3].map(t => [t, 0.5, 0] as const),
    ),
  ]);
  shallow.advanceTo(10);
  expect(shallow.counters.energy).toBe(0);
});

test('jobs queue within a task, tasks take turns, and waiting is pressure', () => {
  const done: string[] = [];
  const streams = [
    listed('a', [
      [0, 4, 0],
      [0, 2, 0],
    ]),
    listed('b', [[0, 3, 0]]),
  ];
  const engine = pinned(laptop, 38, streams, (stream, _job, at) => done.push(`${stream.name} ${at}`));
  engine.advanceTo(20);
  expect(done).toEqual(['b 6', 'a 7', 'a 9']);
  expect(engine.counters.pressure).toBeCloseTo(6, 9);
  expect(engine.counters.busy).toBeCloseTo(9, 9);
  expect(engine.counters.jobs).toBe(3);
});

test('the same seed gives the same run, another one another', () => {
  const run = (seed: number) => {
    const engine = engineWith('schedutil', cpuLoads.reqserver.streams(seed, 0));
    engine.advanceTo(20_000);
    return { ...engine.counters, junction: engine.thermal.junction };
  };
  expect(run(3)).toEqual(run(3));
  expect(run(3).energy).not.toBe(run(4).energy);
});

test('how time is cut up changes nothing but rounding', () => {
  const run = (step: number) => {
    const engine = engineWith('schedutil', cpuLoads.interactive.streams(2, 0));
    for (let t = step; t <= 30_000; t += step) engine.advanceTo(t);
    return engine;
  };
  const whole = run(30_000);
  const parts = run(7.5);
  expect(parts.now).toBe(30_000);
  for (const key of ['busy', 'energy', 'work', 'cycles', 'jobs', 'switches'] as const) {
    expect(parts.counters[key] / whole.counters[key]).toBeCloseTo(1, 9);
  }
  expect(parts.thermal.junction).toBeCloseTo(whole.thermal.junction, 6);
});

test('new streams replace what was under way; a suspend cools without time or energy', () => {
  const engine = new Engine({ platform: server, governor: 'performance', streams: [endless(0)] });
  engine.advanceTo(5000);
  const { energy } = engine.counters;
  const hot = engine.thermal.junction;
  engine.suspend(600_000);
  expect(engine.now).toBe(5000);
  expect(engine.counters.energy).toBe(energy);
  expect(engine.thermal.junction).toBeLessThan(hot);
  expect(engine.thermal.junction).toBeCloseTo(30, 1);
  engine.assign([]);
  engine.advanceTo(6000);
  expect(engine.counters.busy).toBe(5000);
});

test('utilisation fades while the core idles, whole idle milliseconds at once', () => {
  const engine = pinned(laptop, 38, [listed('burst', [[0, 200, 0]])]);
  engine.advanceTo(200);
  const { util } = engine;
  expect(util).toBeGreaterThan(0.98);
  engine.advanceTo(200 + 327);
  expect(engine.util / util).toBeCloseTo(0.5 ** (327 / 32.768), 9);
});

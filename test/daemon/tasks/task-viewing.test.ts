import { expect, test } from 'vitest';
import type { Ticked } from '../../../src/daemon/loop/observer.js';
import { TaskViewing } from '../../../src/daemon/tasks/task-viewing.js';
import { SimulatedMachine } from '../../../src/machine/simulated/simulated-machine.js';
import { Listener } from '../../machine/simulated/listener.js';
import { ManualClock } from '../../machine/simulated/manual-clock.js';

const ticked = (cpuPressure: number, mode: Ticked['mode'] = 'govern', slowdown = 0.05) =>
  ({ mode, tick: { reading: { cpuPressure, interval: 1 }, budget: { slowdown, epp: '' } } }) as unknown as Ticked;

test('wants looks while tasks wait, and has a view from the second one on', async () => {
  const clock = new ManualClock();
  const machine = new SimulatedMachine({ platform: 'laptop', scenes: [{ load: 'rtapp', seconds: 1000 }], clock });
  await machine.start(new Listener());
  const viewing = new TaskViewing();
  let looks = 0;
  for (let s = 1; s <= 8; s++) {
    await clock.advance(1000);
    viewing.ticked(ticked(0.2));
    if (!viewing.due(s)) continue;
    viewing.take(await machine.tasks(), s);
    expect(viewing.view === undefined).toBe(++looks === 1);
  }
  expect(looks).toBeGreaterThan(2);
  expect(viewing.view?.periodic.map(p => Math.round(p.period)).sort((a, b) => a - b)).toEqual([20, 50, 100]);
  viewing.hello();
  expect(viewing.view).toBeUndefined();
});

test.each([
  ['does not govern', ticked(0.5, 'observe')],
  ['promises full clock', ticked(0.5, 'govern', 0)],
  ['has no task that waits', ticked(0)],
])('wants none while it %s, and keeps nothing of those for others', async (_, said) => {
  const machine = new SimulatedMachine({ platform: 'laptop', clock: new ManualClock() });
  await machine.start(new Listener());
  const viewing = new TaskViewing();
  for (let s = 1; s < 60; s++) {
    viewing.ticked(said);
    expect(viewing.due(s)).toBe(false);
    viewing.take(await machine.tasks(), s);
  }
  expect(viewing.view).toBeUndefined();
});

test('wants them ever more seldom while they fail', () => {
  const viewing = new TaskViewing();
  const asked: number[] = [];
  for (let s = 1; s < 100; s++) {
    viewing.ticked(ticked(0.5));
    if (!viewing.due(s)) continue;
    asked.push(s);
    viewing.failed(s);
  }
  expect(asked).toEqual([1, 6, 16, 36, 76]);
});

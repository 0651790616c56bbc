import { expect, test } from 'vitest';
import type { Ticked } from '../../../src/daemon/loop/observer.js';
import { TaskWatch } from '../../../src/daemon/loop/task-watch.js';
import { SimulatedMachine } from '../../../src/machine/simulated/simulated-machine.js';
import { nanoseconds } from '../../../src/model/units.js';
import { Listener } from '../../machine/simulated/listener.js';
import { ManualClock } from '../../machine/simulated/manual-clock.js';

const ticked = (cpuPressure: number, mode: Ticked['mode'] = 'govern', slowdown = 0.05) =>
  ({ mode, tick: { reading: { cpuPressure, interval: 1 }, budget: { slowdown, epp: '' } } }) as unknown as Ticked;

const at = (s: number) => nanoseconds(s * 1e9);
/** Lets answers arrive. */
const turn = () => new Promise(resolve => setImmediate(resolve));

test('looks at the machine’s tasks while some wait, and has a view from the second look on', async () => {
  const clock = new ManualClock();
  const machine = new SimulatedMachine({ platform: 'laptop', scenes: [{ load: 'rtapp', seconds: 1000 }], clock });
  await machine.start(new Listener());
  const watch = new TaskWatch(machine, () => undefined);
  for (let s = 1; s <= 8; s++) {
    await clock.advance(1000);
    watch.ticked(ticked(0.2));
    watch.batched(at(s));
    await turn();
    if (s === 1) expect(watch.view).toBeUndefined();
  }
  expect(watch.view?.periodic.map(p => Math.round(p.period)).sort((a, b) => a - b)).toEqual([20, 50, 100]);
  watch.hello();
  expect(watch.view).toBeUndefined();
});

test('asks nobody while it does not govern, promises full clock, or none waits', async () => {
  let asks = 0;
  const machine = { tasks: () => Promise.reject(new Error(String(++asks))) };
  const watch = new TaskWatch(machine, () => undefined);
  for (const said of [ticked(0.5, 'observe'), ticked(0.5, 'govern', 0), ticked(0)]) {
    for (let s = 1; s < 60; s++) {
      watch.ticked(said);
      watch.batched(at(s));
      await turn();
    }
  }
  expect(asks).toBe(0);
});

test('says once why tasks can’t be had, and never asks twice at a time', async () => {
  const said: string[] = [];
  const machine = { tasks: () => Promise.reject(new Error('no BTF')) };
  const watch = new TaskWatch(machine, (_, line) => said.push(line));
  let asked = 0;
  const slow = new TaskWatch({ tasks: () => new Promise(() => asked++) }, () => undefined);
  const without = new TaskWatch({}, (_, line) => said.push(line));
  for (let s = 1; s < 60; s++) {
    for (const one of [watch, slow, without]) {
      one.ticked(ticked(0.5));
      one.batched(at(s));
    }
    await turn();
  }
  expect(said).toEqual(["tasks can't be looked at: no BTF"]);
  expect(asked).toBe(1);
  expect(watch.view).toBeUndefined();
});

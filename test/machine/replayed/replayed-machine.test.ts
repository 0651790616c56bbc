import { expect, test } from 'vitest';
import { helloLine, sampleLine } from '../../../src/engine/replay/recording.js';
import { ReplayedMachine } from '../../../src/machine/replayed/replayed-machine.js';
import type { Description } from '../../../src/model/description.js';
import type { Facts } from '../../../src/model/signals.js';
import { Listener } from '../simulated/listener.js';
import { ManualClock } from '../simulated/manual-clock.js';
import { simulated, temporary } from './fixture.js';

async function made(seconds: number, speed: number, more = '') {
  const { description, samples } = await simulated(seconds);
  const path = temporary(helloLine(description) + samples.map(sampleLine).join('') + more);
  const clock = new ManualClock(5000);
  const listener = new Listener();
  return { description, samples, path, clock, listener, machine: new ReplayedMachine({ path, speed, clock }) };
}

/** Lets the replay go on until the newest thing told is `what`; returns the clock's time whenever samples had come. */
async function until(listener: Listener, clock: ManualClock, what: RegExp): Promise<number[]> {
  const times: number[] = [];
  while (!what.test(listener.told.at(-1) ?? '')) {
    const before = listener.all.length;
    await clock.turn();
    for (let i = before; i < listener.all.length; i++) times.push(clock.now());
  }
  return times;
}

test('as fast as possible: the same samples, then the end', async () => {
  const { machine, listener, clock, samples } = await made(30, Number.POSITIVE_INFINITY);
  await machine.start(listener);
  await until(listener, clock, /^lost/);
  expect(listener.all).toEqual(samples);
  expect(listener.told.at(-1)).toBe('lost the recording has ended false');
  await machine.stop();
});

test('at the recorded cadence times the speed', async () => {
  const { machine, listener, clock, samples } = await made(30, 10);
  await machine.start(listener);
  const times = await until(listener, clock, /^lost/);
  expect(listener.all).toEqual(samples);
  const first = samples[0]?.at ?? 0;
  times.forEach((time, i) => {
    expect(time - 5000).toBeCloseTo(((samples[i]?.at ?? 0) - first) / 1e7, 6);
  });
  await machine.stop();
});

test('it observes only: nothing can be set, and it says so', async () => {
  const { machine, listener, description } = await made(1, 1);
  const replayed = await machine.start(listener);
  expect(listener.told).toEqual(['hello']);
  expect(listener.description).toBe(replayed);
  expect(replayed).toMatchObject({ kind: 'replayed', readOnly: true, simulated: true, baseline: {} });
  expect(replayed.signals).toEqual(description.signals);
  expect(replayed.controls.every(c => !c.writable && c.why === 'a recording can not be set')).toBe(true);
  expect(await machine.set({ boost: 0 })).toEqual({
    epoch: description.epoch,
    results: { boost: { errno: 'EROFS', wanted: 0, why: 'a recording can not be set' } },
  });
  machine.beat();
  machine.cadence();
  expect(await machine.restore()).toEqual({ epoch: description.epoch, results: {} });
  await machine.stop();
});

test('a recording from before machines told roles and scopes is read by its names', async () => {
  const { description } = await simulated(0);
  const without = { role: undefined, scope: undefined, band: undefined };
  const older = {
    ...description,
    signals: description.signals.map(s => ({ ...s, ...without })),
    controls: description.controls.map(c => ({ ...c, role: undefined, scope: undefined })),
  };
  // JSON leaves out what is undefined.
  const path = temporary(helloLine(older as unknown as Description));
  const machine = new ReplayedMachine({ path });
  const facts = (all: readonly Facts[]) => all.map(({ role, scope }) => [role, scope]);
  const replayed = await machine.start(new Listener());
  expect(facts(replayed.signals)).toEqual(facts(description.signals));
  expect(facts(replayed.controls)).toEqual(facts(description.controls));
  await machine.stop();
});

test('a later hello is told, a damaged line ends the replay with its place', async () => {
  const { description } = await simulated(0);
  const { machine, listener, clock, samples } = await made(
    1,
    Number.POSITIVE_INFINITY,
    `${helloLine(description)}[1,2\n`,
  );
  await machine.start(listener);
  await until(listener, clock, /^lost/);
  expect(listener.told.slice(-2)).toEqual([
    'hello',
    expect.stringMatching(`recording.jsonl:${samples.length + 3}: not JSON false`),
  ]);
  expect(listener.description).toMatchObject({ kind: 'replayed', readOnly: true });
});

test('a missing or empty file is told at the start', async () => {
  const listener = new Listener();
  await expect(new ReplayedMachine({ path: '/nowhere/x' }).start(listener)).rejects.toThrow(/^\/nowhere\/x: ENOENT/);
  const path = temporary('');
  await expect(new ReplayedMachine({ path }).start(listener)).rejects.toThrow(`${path}: empty`);
});

test('stop before the first sample was read waits for nothing', async () => {
  const { machine, listener, clock } = await made(10, 1);
  await machine.start(listener);
  await machine.stop();
  expect(listener.told).toEqual(['hello']);
  expect(clock.pending).toBe(0);
});

test('stop in the middle: nothing more is told, and no timer is left; safe to call twice', async () => {
  const { machine, listener, clock } = await made(10, 1);
  await machine.start(listener);
  while (listener.all.length < 10) await clock.turn();
  const told = listener.told.length;
  await machine.stop();
  await machine.stop();
  expect(clock.pending).toBe(0);
  await clock.advance(10_000);
  expect(listener.told).toHaveLength(told);
});

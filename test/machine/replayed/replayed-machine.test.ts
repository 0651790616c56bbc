import { expect, test } from 'vitest';
import { helloLine, sampleLine } from '../../../src/machine/replayed/recording.js';
import { ReplayedMachine } from '../../../src/machine/replayed/replayed-machine.js';
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

/** Lets the clock go until the replay has told `what`. */
async function until(listener: Listener, clock: ManualClock, what: RegExp): Promise<void> {
  for (let turns = 0; turns < 10_000 && !listener.told.some(t => what.test(t)); turns++) await clock.advance(10);
  expect(listener.told.at(-1)).toMatch(what);
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
  const { machine, listener, clock } = await made(30, 10);
  await machine.start(listener);
  const seen: number[] = [];
  for (let i = 0; i < 300 && listener.told.at(-1) !== 'lost the recording has ended false'; i++) {
    await clock.advance(10);
    seen.push(listener.all.length);
  }
  const [first, last] = [listener.all[0], listener.newest];
  const recorded = ((last?.at ?? 0) - (first?.at ?? 0)) / 1e6;
  const played = (seen.indexOf(listener.all.length) - seen.findIndex(n => n > 0)) * 10;
  expect(Math.abs(played - recorded / 10)).toBeLessThan(100);
  await machine.stop();
});

test('it observes only: nothing can be set, and it says so', async () => {
  const { machine, listener, description } = await made(1, 1);
  const replayed = await machine.start(listener);
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

test('stop in the middle: nothing more is told, and no timer is left; safe to call twice', async () => {
  const { machine, listener, clock } = await made(10, 1);
  await machine.start(listener);
  await clock.advance(1000);
  const told = listener.told.length;
  await machine.stop();
  await machine.stop();
  expect(clock.pending).toBe(0);
  await clock.advance(10_000);
  expect(listener.told).toHaveLength(told);
});

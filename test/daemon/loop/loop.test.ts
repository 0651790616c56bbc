import { expect, test } from 'vitest';
import { FlightRecorder } from '../../../src/daemon/flight/flight-recorder.js';
import { Loop } from '../../../src/daemon/loop/loop.js';
import { Recorder } from '../../../src/daemon/loop/recorder.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { simulated } from '../../machine/replayed/fixture.js';
import { KeptJournal } from '../kept-journal.js';

const untouched = { results: {}, epoch: 1 };
const machine = {
  cadence: () => undefined,
  sample: () => undefined,
  beat: () => undefined,
  keep: () => undefined,
  set: () => Promise.resolve(untouched),
  restore: () => Promise.resolve(untouched),
};

/** A loop on a machine where nothing can be written; each look at the stopwatch takes `lookMs`. */
function loopOf(lookMs: number) {
  const readings: LiveReading[] = [];
  const noLog = () => undefined;
  let now = 0;
  const stopwatch = () => {
    now += lookMs;
    return now;
  };
  const recorder = new Recorder(new KeptJournal());
  const flight = new FlightRecorder({
    directory: folderForTest('incidents'),
    version: '1',
    log: noLog,
    event: noLog,
  });
  const loop = new Loop({
    machine: { ...machine, start: () => Promise.reject(new Error('not here')), stop: () => Promise.resolve(undefined) },
    recorder,
    observers: [{ ticked: ({ tick }) => readings.push(tick.reading) }, flight, recorder],
    mode: 'observe',
    requested: () => ({ profile: 'balanced', overrides: [], cap: undefined, target: undefined }),
    cadence: () => ({ activeHz: 10, quietHz: 1, batchSeconds: 20 }),
    mover: () => usual => usual,
    progress: () => [],
    tasks: () => undefined,
    trial: { handsOff: () => false, runs: () => false, follow: () => false },
    chosen: () => undefined,
    keepsCharge: () => true,
    standsBack: () => false,
    wallClock: () => 1.7e12,
    stopwatch,
    completed: noLog,
    suspects: () => [],
    log: noLog,
  });
  return { loop, readings };
}

test('a batch is looked at sample by sample', async () => {
  const { description, samples } = await simulated(3);
  const { loop, readings } = loopOf(1);
  loop.hello(description);
  loop.samples(samples);
  expect(readings.map(r => r.at)).toEqual(samples.map(s => s.at));
  expect(loop.state()).toMatchObject({ ticks: samples.length, overruns: 0 });
});

test('where ticks take too long the older samples of a batch are left out and counted, the newest never', async () => {
  const { description, samples } = await simulated(3);
  const { loop, readings } = loopOf(60);
  loop.hello(description);
  loop.samples(samples);
  const taken = readings.length;
  expect(taken).toBeGreaterThan(1);
  expect(taken).toBeLessThan(4);
  expect(readings.at(-1)?.at).toBe(samples.at(-1)?.at);
  expect(loop.state()).toMatchObject({ ticks: taken, overruns: samples.length - taken });
});

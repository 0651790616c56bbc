import { expect, test } from 'vitest';
import { FlightRecorder } from '../../../src/daemon/flight/flight-recorder.js';
import { listIncidents } from '../../../src/daemon/flight/incidents.js';
import { replay } from '../../../src/daemon/flight/replay.js';
import { Loop } from '../../../src/daemon/loop/loop.js';
import { Recorder } from '../../../src/daemon/loop/recorder.js';
import type { Machine } from '../../../src/machine/machine.js';
import { SimulatedMachine } from '../../../src/machine/simulated/simulated-machine.js';
import type { WorldOptions } from '../../../src/machine/simulated/world.js';
import type { Description } from '../../../src/model/description.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import type { Sample } from '../../../src/model/sensing/sample.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { Listener } from '../../machine/simulated/listener.js';
import { ManualClock } from '../../machine/simulated/manual-clock.js';
import { KeptJournal } from '../kept-journal.js';

const began = 1.7e12;
const nothing = { results: {}, epoch: 1 };
const noMachine: Machine = {
  start: () => Promise.reject(new Error('not here')),
  cadence: () => undefined,
  sample: () => undefined,
  beat: () => undefined,
  keep: () => undefined,
  set: () => Promise.resolve(nothing),
  restore: () => Promise.resolve(nothing),
  stop: () => Promise.resolve(undefined),
};

interface Machinery {
  readonly description: Description;
  readonly samples: readonly Sample[];
}

/** A laptop with nothing to do but what the options say, sampled once a second. */
async function quiet(seconds: number, more: Partial<WorldOptions> = {}): Promise<Machinery> {
  const clock = new ManualClock();
  const machine = new SimulatedMachine({
    platform: 'laptop',
    clock,
    scenes: [{ load: 'idle', seconds: 1000 }],
    unplug: null,
    ...more,
  });
  const listener = new Listener();
  const description = await machine.start(listener);
  machine.cadence({ activeHz: 1, quietHz: 1, batchSeconds: 0 });
  await clock.advance(seconds * 1000);
  await machine.stop();
  return { description, samples: listener.all };
}

/** What a daemon makes of batches of samples. */
function loopOf({ description }: Machinery, trialRuns = false) {
  const ticks: Pick<LiveReading, 'at' | 'interval'>[] = [];
  const measured: number[] = [];
  const journal = new KeptJournal();
  const recorder = new Recorder(journal);
  const incidents = folderForTest('incidents');
  const flight = new FlightRecorder({
    directory: incidents,
    version: '1',
    log: () => undefined,
    event: () => undefined,
  });
  let wall = 0;
  const loop = new Loop({
    machine: noMachine,
    recorder,
    observers: [
      {
        ticked: ({ tick: { reading } }) => ticks.push({ at: reading.at, interval: reading.interval }),
        measured: ({ reading }) => measured.push(reading.at),
      },
      flight,
      recorder,
    ],
    mode: 'govern',
    requested: () => ({ profile: 'balanced', overrides: [], cap: undefined, target: undefined }),
    cadence: () => ({ activeHz: 10, quietHz: 1, batchSeconds: 20 }),
    mover: () => usual => usual,
    progress: () => [],
    tasks: () => undefined,
    trial: { handsOff: () => false, runs: () => trialRuns, follow: () => false },
    chosen: () => undefined,
    keepsCharge: () => true,
    standsBack: () => false,
    wallClock: () => wall,
    stopwatch: () => 0,
    completed: () => undefined,
    suspects: () => [],
    log: () => undefined,
  });
  loop.hello(description);
  const take = (...batches: (readonly Sample[])[]): void => {
    for (const batch of batches) {
      wall = began + (batch.at(-1)?.at ?? 0) / 1e6;
      loop.samples(batch);
    }
  };
  const rows = () => {
    recorder.flushNow(wall);
    return journal.batches.flatMap(b => b.slots);
  };
  /** What a replay of an incident says that happens now. */
  const replayed = async () => {
    loop.lost('gone');
    await flight.close();
    const [kept] = await listIncidents(incidents);
    if (kept === undefined) throw new Error('no incident was kept');
    return replay(kept.path, '1');
  };
  return { loop, ticks, measured, take, rows, replayed };
}

const each = (samples: readonly Sample[]): (readonly Sample[])[] => samples.map(s => [s]);

test('a quiet batch has one tick, over all of its time', async () => {
  const seen = await quiet(25);
  const [first = [], ...rest] = each(seen.samples.slice(0, 4));
  const { ticks, measured, take, loop } = loopOf(seen);
  take(first, ...rest, seen.samples.slice(4, 24));
  expect(ticks).toHaveLength(5);
  expect(ticks.at(-1)).toEqual({ at: seen.samples[23]?.at, interval: 20 });
  expect(measured).toEqual(seen.samples.slice(0, 24).map(s => s.at));
  expect(loop.state()).toMatchObject({ ticks: 5, overruns: 0, calm: true });
});

test('the journal has of a quiet batch what it has of its samples one by one', async () => {
  const seen = await quiet(45, { noise: 0.05 });
  const [single, batched] = [loopOf(seen), loopOf(seen)];
  single.take(...each(seen.samples));
  batched.take(...each(seen.samples.slice(0, 3)), seen.samples.slice(3, 23), seen.samples.slice(23));
  expect(batched.ticks.length).toBe(5);
  expect(single.ticks.length).toBe(seen.samples.length);
  const [rows, expected] = [batched.rows(), single.rows()];
  expect(expected.filter(r => r.series.kind === 'energy').length).toBeGreaterThan(8);
  expect(rows).toEqual(expected);
  const decided = ({ loop }: typeof single) => loop.state()?.last?.decisions.map(d => [d.scope, d.limits]);
  expect(decided(batched)).toEqual(decided(single));
});

test('what happens in a batch has a tick of its own, and what was quiet before it another', async () => {
  const seen = await quiet(25, { foreign: [{ at: 12.5, control: 'policy0.max_freq', value: 3_000_000 }] });
  const { ticks, take } = loopOf(seen);
  take(...each(seen.samples.slice(0, 4)), seen.samples.slice(4, 24));
  const place = seen.description.signals.findIndex(s => s.name === 'policy0.max_freq');
  const changed = seen.samples.findIndex(s => s.values[place] === 3_000_000);
  expect(changed).toBeGreaterThan(10);
  expect(ticks.slice(4).map(t => t.at)).toEqual([changed - 1, changed, 23].map(i => seen.samples[i]?.at));
});

test('a busy second, a suspend and a pulled plug are no quiet samples', async () => {
  const events: Partial<WorldOptions>[] = [
    {
      scenes: [
        { load: 'idle', seconds: 10 },
        { load: 'compute', seconds: 2 },
        { load: 'idle', seconds: 100 },
      ],
    },
    { suspends: [{ at: 10.5, seconds: 30 }] },
    { unplug: { at: 10.5, seconds: 100 } },
  ];
  for (const event of events) {
    const seen = await quiet(24, event);
    const { ticks, take } = loopOf(seen);
    take(...each(seen.samples.slice(0, 4)), seen.samples.slice(4, 22));
    expect(ticks.length, JSON.stringify(event)).toBeGreaterThan(6);
    expect(
      ticks.some(t => t.interval === 1 && t.at > 10e9 && t.at < 13e9),
      JSON.stringify(event),
    ).toBe(true);
  }
});

test('an experiment sees every sample', async () => {
  const seen = await quiet(24);
  const { ticks, take } = loopOf(seen, true);
  take(...each(seen.samples.slice(0, 4)), seen.samples.slice(4, 24));
  expect(ticks).toHaveLength(24);
});

test('a replay of what was decided on batches decides the same', async () => {
  const scenes = [{ load: 'interactive', seconds: 20 } as const, { load: 'idle', seconds: 1000 } as const];
  const seen = await quiet(85, { scenes });
  const { ticks, take, replayed } = loopOf(seen);
  take(...each(seen.samples.slice(0, 25)), seen.samples.slice(25, 45), seen.samples.slice(45, 65));
  take(seen.samples.slice(65, 83));
  expect(ticks.length).toBeLessThan(35);
  expect(await replayed()).toMatchObject({ samples: ticks.length, learned: true, differing: 0 });
});

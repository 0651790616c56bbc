import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FlightRecorder } from '../../../src/daemon/flight/flight-recorder.js';
import { listIncidents } from '../../../src/daemon/flight/incidents.js';
import { keepIncident, keptIncidents } from '../../../src/daemon/flight/keep-incident.js';
import { replay } from '../../../src/daemon/flight/replay.js';
import { type Pipeline, pipelineFor } from '../../../src/engine/pipeline.js';
import { alternatives } from '../../../src/engine/replay/alternatives.js';
import { tick } from '../../../src/engine/tick.js';
import type { Budget } from '../../../src/model/people/profiles.js';
import type { Promised } from '../../../src/model/people/promise.js';
import type { Requested } from '../../../src/model/people/requests.js';
import type { Sample } from '../../../src/model/sensing/sample.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { simulated } from '../../machine/replayed/fixture.js';

const requested: Requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined };
const wall = 1.7e12;

function recorder(bytes?: number) {
  const directory = join(folderForTest('state'), 'incidents');
  const said: string[] = [];
  const flight = new FlightRecorder({
    directory,
    version: '1',
    ...(bytes === undefined ? {} : { bytes }),
    log: (level, text) => said.push(`${level}: ${text}`),
    event: (what, _, { number }) => said.push(`${what} ${number}`),
  });
  return { flight, directory, said };
}

const sharing = { periodic: [{ period: 16.7, run: 3, mhz: 2000 }], others: 0.4, longest: 60, taken: 0.1 };
const later = { ...sharing, periodic: [], taken: 0.3 };

/** Flies over the samples; from the 300th on somebody caps the clock, and observers lower the budget. */
function fly(flight: FlightRecorder, stages: Pipeline, samples: readonly Sample[], promised?: Promised): void {
  const overrides = [{ id: 1, who: 'root', lasts: 'until 18:00:00', max: 2e6 }];
  const usually = { ...requested, promised };
  const capped = { ...usually, overrides };
  for (const [i, sample] of samples.entries()) {
    const move = (usual: Budget) => (i < 200 ? usual : { ...usual, slowdown: 0.01 });
    const now = wall + sample.at / 1e6;
    const asked = i > 300 && i < 400 ? capped : usually;
    flight.before(stages, sample, now);
    const tasks = i < 100 ? undefined : i < 250 ? sharing : later;
    const done = tick(stages, sample, asked, move, [], tasks);
    flight.ticked({
      stages,
      sample,
      requested: asked,
      progress: [],
      tasks,
      tick: done,
      wall: now,
      mode: 'govern',
      back: false,
    });
  }
}

async function flown(seconds: number, bytes?: number, promised?: Promised) {
  const { description, samples } = await simulated(seconds);
  const made = recorder(bytes);
  const stages = pipelineFor(description);
  made.flight.hello(description, true);
  fly(made.flight, stages, samples, promised);
  made.flight.lost('gone', wall, true);
  await made.flight.close();
  const [kept] = await listIncidents(made.directory);
  if (kept === undefined) throw new Error(`no incident was kept: ${made.said}`);
  return { ...made, samples, stages, kept };
}

test('a replay by the same rules decides as was decided then, from the daemon’s start', async () => {
  const { kept, samples, said } = await flown(60);
  expect(kept).toMatchObject({ number: 1, kind: 'lost', what: 'gone', at: wall });
  expect(said).toContain('lost 1');
  const played = await replay(kept.path, '1');
  expect(played).toMatchObject({ samples: samples.length, learned: true, differing: 0, differences: [] });
  expect(played.incident).toEqual({ kind: 'lost', what: 'gone', at: wall });
  expect(await replay(kept.path, '1')).toEqual(played);
});

test('and from where the ring begins, long after it; rules that know nothing would not', async () => {
  const { kept, samples } = await flown(60, 200_000);
  const played = await replay(kept.path, '1');
  expect(played.samples).toBeLessThan(samples.length - 50);
  expect(played.samples).toBeGreaterThan(100);
  expect(played).toMatchObject({ learned: true, differing: 0 });
  const anew = await replay(kept.path, 'another version');
  expect(anew.learned).toBe(false);
  expect(anew.differing).toBeGreaterThan(0);
});

test('and where the promise is another than the machine’s usual one', async () => {
  const promised = { in: 'milliseconds', most: 2.5 } as const;
  const { kept } = await flown(60, undefined, promised);
  expect(await replay(kept.path, '1')).toMatchObject({ differing: 0, differences: [] });
  const without = await replay(
    kept.path,
    '1',
    alternatives.find(g => g.name === 'without-reflex'),
  );
  expect(without.differences.some(d => d.recorded?.reasons.some(r => r.rule === 'reflex'))).toBe(true);
});

test('another governor differs where it has to, with the reasons of both', async () => {
  const { kept } = await flown(60);
  const by = (name: string) =>
    replay(
      kept.path,
      '1',
      alternatives.find(g => g.name === name),
    );
  const uncapped = await by('without-override');
  const [first] = uncapped.differences.filter(d => d.recorded?.reasons.some(r => r.rule === 'override'));
  expect(first).toMatchObject({ scope: 'policy0', recorded: { limits: { max_freq: 2e6 } } });
  expect(first?.otherwise?.reasons.every(r => r.rule !== 'override')).toBe(true);
  expect(uncapped.differing).toBe(99);
  const free = await by('performance');
  expect(free.differing).toBeGreaterThan(300);
  expect((await by('without-gpu')).differences).toEqual([]);
});

test('one incident in five minutes, one of a kind in an hour', async () => {
  const { flight, directory, said, stages, samples } = await flown(10);
  flight.lost('again', wall, true);
  const drift = { kind: 'drift', control: 'policy0.max_freq', wanted: 1, readback: 2, why: 'set to 2' } as const;
  flight.settled(drift, wall);
  await flight.close();
  expect(await listIncidents(directory)).toHaveLength(1);
  const last = samples.at(-1);
  if (last === undefined) throw new Error('no sample');
  fly(flight, stages, [{ ...last, at: (last.at + 301e9) as Sample['at'] }]);
  flight.lost('again', wall, true);
  flight.settled(drift, wall);
  await flight.close();
  expect((await listIncidents(directory)).map(i => [i.number, i.kind])).toEqual([
    [2, 'drift'],
    [1, 'lost'],
  ]);
  expect(said.filter(s => s.startsWith('warning'))).toEqual([]);
});

test('the oldest incidents give way; a disk that takes none is told', async () => {
  const { description } = await simulated(0);
  const directory = join(folderForTest('state'), 'incidents');
  const note = { t: 'incident', incident: { kind: 'drift', what: 'x', at: wall } } as const;
  for (let i = 0; i < keptIncidents + 2; i++) await keepIncident(directory, [{ hello: description }, { note }]);
  const kept = await listIncidents(directory);
  expect(kept.map(k => k.number)).toEqual(Array.from({ length: keptIncidents }, (_, i) => keptIncidents + 2 - i));
  expect(await listIncidents(`${directory}/none`)).toEqual([]);
});

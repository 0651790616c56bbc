import { expect, test } from 'vitest';
import type { Note } from '../../../src/engine/replay/notes.js';
import { helloLine, noteLine, sampleLine } from '../../../src/engine/replay/recording.js';
import { RecordingReader } from '../../../src/machine/replayed/recording-reader.js';
import { nanoseconds } from '../../../src/model/units.js';
import { simulated } from '../../machine/replayed/fixture.js';

test('what is written is read back bit for bit, missing readings too', async () => {
  const { description, samples } = await simulated(2);
  const reader = new RecordingReader('x');
  expect(reader.read(helloLine(description))).toEqual({ hello: description });
  for (const sample of samples) expect(reader.read(sampleLine(sample))).toEqual({ sample });
  const odd = {
    at: nanoseconds(123456789012345),
    epoch: 7,
    values: Float64Array.from(description.signals, (_, i) => (i % 2 ? Number.NaN : 0.1 + i)),
  };
  expect(reader.read(sampleLine(odd))).toEqual({ sample: odd });
});

test('what else the daemon went by is read back whole', async () => {
  const { description } = await simulated(0);
  const reader = new RecordingReader('x');
  expect(reader.read(helloLine(description, true))).toEqual({ hello: description, countersAnew: true });
  const reason = { control: 'freq', bound: 'max', priority: 'safety', rule: 'thermal', code: 'hot' } as const;
  const override = { id: 3, who: 'root', lasts: 'until 18:00:00', max: 2e6, gpuMax: 9e5, cpus: 'P' };
  const moved = { usual: 0.05, by: 'user+heartbeat', behind: 'encoder' };
  const notes: Note[] = [
    { t: 'incident', incident: { kind: 'drift', what: 'policy0.max_freq', at: 1e12 } },
    { t: 'clock', clock: { at: 5e9, wall: 1e12 } },
    { t: 'learned', learned: { version: '1.2.3', image: 'AAAA' } },
    {
      t: 'asked',
      asked: { profile: 'balanced', overrides: [override], cap: { max: 2e6, when: 'always' }, target: 70 },
    },
    { t: 'asked', asked: { profile: 'performance', overrides: [], cap: undefined, target: undefined } },
    {
      t: 'asked',
      asked: {
        profile: 'balanced',
        overrides: [],
        cap: undefined,
        target: undefined,
        promised: { in: 'milliseconds', most: 2.5 },
        unaware: true,
        actions: ['amdgpu_dpm'],
      },
    },
    { t: 'budget', budget: { slowdown: 0.02, epp: 'power', moved, look: true } },
    { t: 'budget', budget: { slowdown: 0.05, delay: 4, epp: 'balance_performance' } },
    {
      t: 'budget',
      budget: {
        slowdown: 0.05,
        delay: 2,
        epp: 'balance_performance',
        asked: {
          latency: { ms: 2, by: 'player', alone: false },
          deadline: { ms: 16.7, by: 'game', alone: true },
          words: 'player asks',
        },
      },
    },
    { t: 'budget', budget: { slowdown: 0.05, epp: 'power', asked: { batch: 'backup', words: 'backup asks' } } },
    { t: 'progress', progress: [{ gpu: 0, name: 'x/1', units: 3, seconds: 1.5 }] },
    {
      t: 'decided',
      decided: [
        {
          scope: 'policy0',
          limits: { max_freq: 1e6, epp: 'power' },
          reasons: [{ ...reason, facts: { c: 1.5, zone: 'x86' } }],
        },
      ],
    },
  ];
  for (const note of notes) expect(reader.read(noteLine(note))).toEqual({ note });
  const odd = { ...reason, facts: { c: Number.NaN } };
  const decided: Note = { t: 'decided', decided: [{ scope: 'policy0', limits: {}, reasons: [odd] }] };
  expect(reader.read(noteLine(decided))).toEqual({ note: decided });
});

test('what a newer version adds to a description is left out', async () => {
  const { description } = await simulated(0);
  const newer = JSON.stringify({ t: 'hello', recording: 1, description: { ...description, aura: 'green' } });
  expect(new RecordingReader('x').read(newer)).toEqual({ hello: description });
});

test('a description with everything that one may have is read back whole', async () => {
  const { description } = await simulated(0);
  const { topology, controls } = description;
  const gpu = { id: 0, uuid: 'GPU-1', name: 'RTX', bus: '0000:01:00.0', clocks: [210_000, 1_500_000] };
  const limits = { min: 5e6, max: 1e8 };
  const whole = {
    ...description,
    controls: controls.map(c => ({ ...c, held: true, why: 'firmware' })),
    topology: {
      ...topology,
      cpus: [...topology.cpus, { id: 99, online: false, package: null, core: null, kind: null }],
      gpus: [
        { ...gpu, power_limit: limits },
        { ...gpu, id: 1, power_limit: null },
      ],
    },
  };
  expect(new RecordingReader('x').read(helloLine(whole))).toEqual({ hello: whole });
});

test('damage is told with its place', async () => {
  const { description } = await simulated(0);
  const hello = helloLine(description);
  const n = description.signals.length;
  const after = (line: string) => () => {
    const reader = new RecordingReader('r.jsonl');
    reader.read(hello);
    reader.read(line);
  };
  const alone = (line: string) => () => new RecordingReader('r.jsonl').read(line);
  expect(alone('[1,2,3]')).toThrow('r.jsonl:1: a sample, where a recording begins with a hello');
  expect(alone('{"t":"bye"}')).toThrow('r.jsonl:1: neither a hello nor a sample nor a note');
  expect(alone('null')).toThrow('r.jsonl:1: neither a hello nor a sample nor a note');
  expect(alone('{"t":"hello","recording":2}')).toThrow('r.jsonl:1: version 2, where 1 is understood');
  expect(alone('{"t":"hello","recording":1,"description":{}}')).toThrow(/^r\.jsonl:1: description\.bootId: /);
  expect(alone('{"t":"asked"}')).toThrow('r.jsonl:1: asked, where a recording begins with a hello');
  expect(after('{"t":"asked","asked":{"profile":"quick"}}')).toThrow(/^r\.jsonl:2: asked\.profile: /);
  expect(after('[1,2')).toThrow('r.jsonl:2: not JSON');
  expect(after('[1,2,3]')).toThrow(`r.jsonl:2: 1 values, where the hello has ${n} signals`);
  expect(after('[null,2,3]')).toThrow('r.jsonl:2: a sample begins with its time and epoch');
  expect(after('[]')).toThrow('r.jsonl:2: a sample begins with its time and epoch');
  expect(after('[1,2,"3"]')).toThrow('r.jsonl:2: a sample holds numbers and null only');
  expect(() => new RecordingReader('r.jsonl').end()).toThrow('r.jsonl: empty, where a recording begins with a hello');
});

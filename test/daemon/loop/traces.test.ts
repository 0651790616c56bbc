import { describe, expect, it } from 'vitest';
import type { TracedSignal } from '../../../src/control/protocol/operations/signals.js';
import { Traces } from '../../../src/daemon/loop/traces.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import { celsius, joules, nanoseconds, ratio, seconds, watts } from '../../../src/model/units.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { until } from '../../rig/poll.js';

interface Seen {
  readonly busy?: number | undefined;
  readonly switches?: number | undefined;
  readonly misses?: number | undefined;
  readonly power?: Readonly<Record<string, number>>;
  readonly zones?: Readonly<Record<string, number>>;
  readonly interval?: number;
}

function reading(seen: Seen): LiveReading {
  const { busy, switches, misses, power = {}, zones = {}, interval = 0.1 } = seen;
  return {
    at: nanoseconds(0),
    epoch: 1,
    interval: seconds(interval),
    suspended: seconds(0),
    policies: [
      {
        id: 0,
        work: [],
        contextSwitches: switches,
        cacheMisses: misses,
        busy: busy === undefined ? undefined : ratio(busy),
        frequency: undefined,
        min: undefined,
        max: undefined,
        governor: undefined,
        epp: undefined,
      },
    ],
    energy: Object.entries(power).map(([domain, w]) => ({ domain, energy: joules(w * interval), power: watts(w) })),
    zones: Object.entries(zones).map(([signal, t]) => ({
      signal,
      scope: 'zone.cpu',
      type: 'cpu',
      temperature: celsius(t),
    })),
    onMains: true,
    batteryPower: undefined,
    cpuPressure: undefined,
    gpus: [],
    others: [],
    state: () => undefined,
  };
}

const follow = (traces: Traces, ...all: readonly Seen[]): void => {
  for (const seen of all) traces.follow(reading(seen));
};

function told(traces: Traces, name: string): TracedSignal & { readonly samples: readonly number[] } {
  const signal = traces.signal(name);
  if (signal?.samples === undefined) throw new Error(`${name}: no such trace, or one without samples`);
  return { ...signal, samples: signal.samples };
}

const busy = (traces: Traces): readonly number[] => told(traces, 'policy0.busy').samples;

describe('one trace', () => {
  it('gives its samples oldest first, and the rate they came at', () => {
    const traces = new Traces();
    follow(traces, { busy: 0.1 }, { busy: 0.2 }, { busy: 0.3 });
    expect(told(traces, 'policy0.busy')).toMatchObject({ rate: 10, count: 3, samples: [0.1, 0.2, 0.3] });
  });

  it('keeps the newest 256, still in order where it has begun to overwrite', () => {
    const traces = new Traces();
    for (let i = 0; i < 300; i++) follow(traces, { busy: i / 1000 });
    expect(busy(traces)).toEqual(Array.from({ length: 256 }, (_, i) => (i + 44) / 1000));
  });

  it('takes a jitter of 20 % for even, and its mean for the rate', () => {
    const traces = new Traces();
    for (let i = 0; i < 100; i++) follow(traces, { busy: 0.5, interval: i % 2 === 0 ? 0.09 : 0.11 });
    expect(busy(traces)).toHaveLength(100);
    expect(told(traces, 'policy0.busy').rate).toBeCloseTo(10, 6);
  });

  it.each([
    ['slower', 1],
    ['faster', 0.02],
  ])('begins anew with the first sample of a %s pace', (_, interval) => {
    const traces = new Traces();
    follow(traces, { busy: 0.1 }, { busy: 0.2 }, { busy: 0.7, interval }, { busy: 0.8, interval });
    expect(busy(traces)).toEqual([0.7, 0.8]);
    expect(told(traces, 'policy0.busy').rate).toBeCloseTo(1 / interval, 9);
  });

  it('does not creep from one pace to another: a gap that comes again and again is a gap each time', () => {
    const traces = new Traces();
    for (let i = 0; i < 50; i++) follow(traces, { busy: 0.1 }, { busy: 0.2 }, { busy: 0.3, interval: 0.5 });
    follow(traces, { busy: 0.4 });
    expect(busy(traces)).toEqual([0.4]);
  });

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY])('begins anew after a missing value (%s)', missing => {
    const traces = new Traces();
    follow(traces, { busy: 0.1 }, { busy: missing });
    expect(busy(traces)).toEqual([]);
    follow(traces, { busy: 0.3 });
    expect(busy(traces)).toEqual([0.3]);
  });

  it('has nothing of a first reading, whose interval is 0', () => {
    const traces = new Traces();
    follow(traces, { busy: 0.1, interval: 0 });
    expect(told(traces, 'policy0.busy')).toMatchObject({ rate: null, count: 0, samples: [] });
    follow(traces, { busy: 0.2 });
    expect(busy(traces)).toEqual([0.2]);
  });

  it.each([
    ['zone.cpu.temp', { zones: { 'zone.cpu.temp': 40 } }],
    ['package0.power', { power: { package0: 3 } }],
  ])('%s left out of a reading is a gap, not a jump in time', (name, seen) => {
    const traces = new Traces();
    follow(traces, seen, seen, {}, seen);
    expect(told(traces, name).samples).toHaveLength(1);
    // Nor is what was there before the ring came round.
    for (let i = 0; i < 300; i++) follow(traces, seen);
    follow(traces, {}, seen);
    expect(told(traces, name).samples).toHaveLength(1);
  });
});

describe('all traces', () => {
  const seen: Seen = {
    busy: 0.5,
    switches: 900,
    misses: 1e6,
    power: { package0: 12, 'package0.dram': 2 },
    zones: { 'zone.x86_pkg_temp.temp': 60 },
  };

  it('are named by policy, energy domain and zone, each with its unit', () => {
    const traces = new Traces();
    follow(traces, seen);
    const named = traces.list().map(({ name, unit }) => [name, unit]);
    expect(Object.fromEntries(named)).toEqual({
      'policy0.busy': 'share',
      'policy0.context_switches': '1/s',
      'policy0.cache_misses': '1/s',
      'package0.power': 'W',
      'package0.dram.power': 'W',
      'zone.x86_pkg_temp.temp': 'C',
    });
    for (const { name, unit } of traces.list()) expect(told(traces, name)).toMatchObject({ name, unit, count: 1 });
  });

  it('do not mix: each gives its own values', () => {
    const traces = new Traces();
    for (let i = 0; i < 3; i++) follow(traces, { ...seen, busy: i / 10, power: { package0: 10 + i, dram: i } });
    expect(busy(traces)).toEqual([0, 0.1, 0.2]);
    expect(told(traces, 'package0.power').samples).toEqual([10, 11, 12]);
    expect(told(traces, 'dram.power').samples).toEqual([0, 1, 2]);
    expect(told(traces, 'policy0.context_switches').samples).toEqual([900, 900, 900]);
    expect(told(traces, 'zone.x86_pkg_temp.temp').samples).toEqual([60, 60, 60]);
  });

  it('one that is missing does not end the others', () => {
    const traces = new Traces();
    follow(traces, seen, seen, { ...seen, misses: undefined }, seen);
    expect(told(traces, 'policy0.cache_misses').count).toBe(1);
    expect(told(traces, 'policy0.busy').count).toBe(4);
  });

  it('one that comes later leaves what the others have', () => {
    const traces = new Traces();
    follow(traces, { busy: 0.1 }, { busy: 0.2 }, { busy: 0.3, zones: { late: 50 } });
    expect(busy(traces)).toEqual([0.1, 0.2, 0.3]);
    expect(told(traces, 'late').samples).toEqual([50]);
  });

  it('are told apart by their summaries: regular, random and slow', () => {
    const traces = new Traces();
    let state = 1;
    for (let i = 0; i < 256; i++) {
      state = (state * 48_271) % 2_147_483_647;
      const slow = 50 + 10 * Math.sin((2 * Math.PI * i) / 200);
      follow(traces, { busy: i % 2, power: { noise: state / 2_147_483_647 }, zones: { slow } });
    }
    const [beat, noise, drift] = ['policy0.busy', 'noise.power', 'slow'].map(name => told(traces, name));
    expect(beat?.bunching).toBeCloseTo(-1, 1);
    expect(beat?.coherence).toBe(0);
    expect(Math.abs(noise?.bunching ?? 1)).toBeLessThan(0.2);
    expect(drift?.bunching).toBeGreaterThan(0.9);
    expect(drift?.coherence).toBeGreaterThan(0.9);
    expect(drift?.field).toBeLessThan(0.1);
    expect(traces.coherence('slow')).toBe(drift?.coherence);
  });

  it('have no figures before there are two samples, and never NaN', () => {
    const traces = new Traces();
    follow(traces, { ...seen, misses: undefined });
    expect(told(traces, 'policy0.busy')).toMatchObject({ coherence: null, bunching: null });
    expect(told(traces, 'policy0.cache_misses')).toMatchObject({ count: 0, coherence: null, bunching: null });
    // JSON would turn NaN into null, where a number is promised.
    for (const signal of traces.list()) expect(signal.field, signal.name).toBeGreaterThan(0);
  });

  it('know none of another name', () => {
    const traces = new Traces();
    follow(traces, seen);
    expect(traces.signal('policy9.busy')).toBeUndefined();
    expect(traces.coherence('policy9.busy')).toBeNull();
  });
});

it('a daemon gives its traces, and names those there are to who asks for another', async () => {
  const daemon = new DaemonRun({ args: ['--simulate'] });
  const client = await daemon.client();
  const [signal] = await until(
    'samples',
    () => client.signals('policy0.busy').catch(() => []),
    ([found]) => (found?.count ?? 0) > 3,
  );
  expect(signal).toMatchObject({ name: 'policy0.busy', unit: 'share' });
  expect(signal?.samples).toHaveLength(signal?.count ?? 0);
  const names = (await client.signals()).map(s => s.name);
  expect(names).toContain('package0.power');
  await expect(client.signals('policy9.busy')).rejects.toThrow(
    `no signal policy9.busy, expected one of ${names.join(', ')}`,
  );
  client.close();
});

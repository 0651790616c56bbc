import { expect, test } from 'vitest';
import { SimulatedMachine, type SimulatedOptions } from '../../../src/machine/simulated/simulated-machine.js';
import { Reader } from '../../../src/model/sensing/reader.js';
import { Listener } from './listener.js';
import { ManualClock } from './manual-clock.js';

const idle = [{ load: 'idle', seconds: 1000 }] as const;

async function started(options: Omit<SimulatedOptions, 'clock'>) {
  const clock = new ManualClock();
  const machine = new SimulatedMachine({ ...options, clock });
  const listener = new Listener();
  const description = await machine.start(listener);
  expect(listener.told).toEqual(['hello']);
  expect(listener.description).toBe(description);
  listener.told.length = 0;
  return { clock, machine, listener, description };
}

test('describes itself as simulated; every control has a state signal of its name', async () => {
  for (const platform of ['laptop', 'server'] as const) {
    const { description } = await started({ platform });
    expect(description).toMatchObject({
      simulated: true,
      kind: `simulated ${platform}`,
      readOnly: false,
      baseline: {},
    });
    for (const { name, writable } of description.controls) {
      expect(writable).toBe(true);
      expect(description.signals.find(s => s.name === name)?.kind).toBe('state');
    }
    const names = description.signals.map(s => s.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { signal } of description.topology.zones) expect(names).toContain(signal);
    expect(names.includes('supply.AC.online')).toBe(platform === 'laptop');
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  }
});

test('samples at 10 Hz while busy, each with a value for each signal, and counters that only grow', async () => {
  const { clock, listener, description } = await started({ platform: 'laptop' });
  await clock.advance(5000);
  // What is no news may be held back for half a second.
  expect(51 - listener.all.length).toBeLessThanOrEqual(5);
  const counters = description.signals.filter(s => s.kind === 'counter').map(s => s.name);
  listener.all.forEach((sample, i) => {
    expect(sample.at).toBe((1000 + i * 100) * 1e6);
    expect(sample.values).toHaveLength(description.signals.length);
    const missing = description.signals.filter((_, at) => Number.isNaN(sample.values[at]));
    expect(missing.every(m => m.name.startsWith('cpu0.bunching.'))).toBe(true);
    const before = listener.all[i - 1];
    if (before !== undefined)
      for (const name of counters)
        expect(listener.value(name, sample)).toBeGreaterThanOrEqual(listener.value(name, before));
  });
});

test('readings make sense: frequency within limits, busy share, power that is the energy over time', async () => {
  const { clock, listener, description } = await started({
    platform: 'laptop',
    scenes: [{ load: 'compute', seconds: 100 }],
    unplug: { at: 0, seconds: 100 },
  });
  await clock.advance(4000);
  const reader = new Reader(description);
  const reading = listener.all.map(s => reader.read(s)).at(-1);
  expect(reading?.policies[0]).toMatchObject({ min: 800_000, max: 4_600_000, governor: 'schedutil' });
  expect(reading?.policies[0]?.busy).toBeGreaterThan(0.98);
  expect(reading?.policies[0]?.frequency).toBeCloseTo(4_600_000, -4);
  const power = reading?.energy.find(e => e.domain === 'package0')?.power ?? Number.NaN;
  expect(power).toBeGreaterThan(14);
  expect(reading?.onMains).toBe(false);
  expect((reading?.batteryPower ?? Number.NaN) / power).toBeCloseTo(1, 1);
});

test('an idle machine is quiet: batches of held samples, nobody woken in between', async () => {
  const { clock, machine, listener } = await started({ platform: 'laptop', scenes: idle, unplug: null });
  machine.cadence({ activeHz: 10, quietHz: 1, batchSeconds: 10 });
  await clock.advance(60_000);
  const quiet = listener.batches.filter(b => b.length > 6);
  expect(quiet.length).toBeGreaterThanOrEqual(4);
  // The first of them begins with what was held while the machine was still active.
  expect(quiet.slice(1).every(b => b.length === 10)).toBe(true);
  expect(listener.batches.length).toBeLessThan(60);
});

test('set, read back, restore: clamped as the kernel does, and a new epoch after the restore', async () => {
  const { clock, machine, listener, description } = await started({ platform: 'laptop' });
  await clock.advance(500);
  const set = await machine.set({ 'policy0.max_freq': 2_345_678, 'policy0.governor': 'performance' }, 5);
  expect(set).toEqual({
    epoch: description.epoch,
    results: { 'policy0.max_freq': { value: 2_300_000 }, 'policy0.governor': { value: 'performance' } },
  });
  await clock.advance(500);
  expect(listener.value('policy0.max_freq')).toBe(2_300_000);
  expect(listener.value('policy0.cur_freq')).toBe(2_300_000);
  expect(listener.word('policy0.governor')).toBe('performance');
  const restored = await machine.restore();
  expect(restored.results).toEqual({
    'policy0.max_freq': { value: 4_600_000 },
    'policy0.governor': { value: 'schedutil' },
  });
  expect(restored.epoch).toBeGreaterThan(description.epoch);
  await clock.advance(200);
  expect(listener.newest?.epoch).toBe(restored.epoch);
  expect(listener.restorations).toEqual([]);
  expect((await machine.restore()).results).toEqual({});
});

test('without a beat the lease ends: restored, told, new epoch', async () => {
  const { clock, machine, listener } = await started({ platform: 'server' });
  const { epoch } = await machine.set({ 'policy0.max_freq': 2_000_000 }, 3);
  await clock.advance(2000);
  machine.beat(3);
  await clock.advance(2900);
  expect(listener.restorations).toEqual([]);
  await clock.advance(200);
  expect(listener.restorations).toEqual([
    { epoch: expect.any(Number), results: { 'policy0.max_freq': { value: 3_500_000 } } },
  ]);
  expect(listener.restorations[0]?.epoch).not.toBe(epoch);
  expect(listener.told).toContain('restored lease');
  expect(listener.value('policy0.max_freq')).toBe(3_500_000);
  await clock.advance(10_000);
  expect(listener.restorations).toHaveLength(1);
});

test('a beat after a long block comes too late', async () => {
  const { clock, machine, listener } = await started({ platform: 'laptop' });
  await machine.set({ 'policy0.max_freq': 2_000_000 }, 5);
  clock.block(6000);
  machine.beat(5);
  expect(listener.told).toEqual(['restored lease']);
  await clock.advance(1000);
  expect(listener.all[0]?.at).toBe(7000 * 1e6);
  expect(listener.all.length).toBeLessThan(12);
});

test('faults: a refused control, a foreign write, a suspend', async () => {
  const { clock, machine, listener } = await started({
    platform: 'laptop',
    refuse: { boost: 'EIO' },
    foreign: [{ at: 2, control: 'policy0.max_freq', value: 1_000_000 }],
    suspends: [{ at: 3, seconds: 100 }],
  });
  expect((await machine.set({ boost: 0 }, 5)).results.boost).toMatchObject({ errno: 'EIO', wanted: 0 });
  await clock.advance(2050);
  expect(listener.value('policy0.max_freq')).toBe(1_000_000);
  expect(listener.told).not.toContain('hello');
  await clock.advance(1000);
  expect(listener.told.filter(t => t === 'hello')).toHaveLength(1);
  expect(listener.value('clock.suspended')).toBe(100e9);
  expect(listener.newest?.at).toBe(4000e6);
});

test('speed: a simulated minute in a second, samples and leases on simulated time', async () => {
  const { clock, machine, listener } = await started({ platform: 'laptop', speed: 60 });
  await machine.set({ 'policy0.max_freq': 2_000_000 }, 30);
  await clock.advance(450);
  expect(listener.restorations).toEqual([]);
  await clock.advance(550);
  expect(listener.restorations).toHaveLength(1);
  const [first, newest] = [listener.all[0], listener.newest];
  expect(((newest?.at ?? 0) - (first?.at ?? 0)) / 1e9).toBeCloseTo(60, 0);
});

test('stop restores, says so once, and leaves no timer; a second stop and a late set do nothing', async () => {
  const { clock, machine, listener } = await started({ platform: 'laptop' });
  await machine.set({ 'policy0.max_freq': 2_000_000 }, 5);
  await machine.stop();
  await machine.stop();
  expect(clock.pending).toBe(0);
  const told = listener.told.length;
  machine.beat(5);
  machine.cadence({ activeHz: 10, quietHz: 1, batchSeconds: 1 });
  await clock.advance(60_000);
  expect(listener.told).toHaveLength(told);
  expect((await machine.set({ boost: 0 }, 5)).results.boost).toMatchObject({ errno: 'ENOTCONN' });
});

test('on the real clock samples come by themselves, and no timer keeps the process alive', async () => {
  const holding = () => process.getActiveResourcesInfo().filter(r => r === 'Timeout').length;
  const before = holding();
  const machine = new SimulatedMachine({ platform: 'laptop', speed: 20 });
  const listener = new Listener();
  await machine.start(listener);
  // One of another file may have ended meanwhile.
  expect(holding()).toBeLessThanOrEqual(before);
  await new Promise<void>(resolve => {
    const wait = () => (listener.all.length > 3 ? resolve() : setTimeout(wait, 5));
    wait();
  });
  await machine.stop();
  expect(listener.told.every(t => t === 'hello' || t === 'samples')).toBe(true);
});

test('tells its tasks, from the first look on; not before the start nor after the end', async () => {
  const { clock, machine } = await started({ platform: 'laptop', scenes: [{ load: 'frames60', seconds: 100 }] });
  expect((await machine.tasks()).tasks).toEqual([]);
  await clock.advance(2000);
  const { tasks } = await machine.tasks();
  expect(tasks.map(t => t.name)).toEqual(['frames60']);
  expect(Math.round((tasks[0]?.period ?? 0) / 1e6)).toBe(17);
  expect(tasks[0]?.start).toBe(1000 * 1e6);
  await expect(machine.tasks({ size: 1 })).rejects.toThrow('size');
  await machine.stop();
  await expect(machine.tasks()).rejects.toThrow('not started');
});

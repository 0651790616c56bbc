import { describe, expect, it } from 'vitest';
import type { Description } from '../../../src/model/description.js';
import { factsOf } from '../../../src/model/names.js';
import { Reader } from '../../../src/model/sensing/reader.js';
import type { Sample } from '../../../src/model/sensing/sample.js';
import type { SignalSpec } from '../../../src/model/signals.js';
import type { Supply } from '../../../src/model/topology.js';
import { nanoseconds } from '../../../src/model/units.js';
import { policy, topology } from '../../governor/situation.js';

const signal = (name: string, unit: string, kind: SignalSpec['kind'], choices?: readonly string[]): SignalSpec => ({
  name,
  unit,
  kind,
  choices,
  ...factsOf(name),
});

const signals = [
  signal('clock.suspended', 'ns', 'counter'),
  signal('cpu0.busy', 'ns', 'counter'),
  signal('cpu1.busy', 'ns', 'counter'),
  signal('cpu1.cycles', 'count', 'counter'),
  signal('policy0.cur_freq', 'kHz', 'gauge'),
  signal('policy0.epp', 'choice', 'state', ['power', 'performance']),
  signal('package0.energy', 'uJ', 'counter'),
  signal('zone.cpu.temp', 'C', 'gauge'),
  signal('supply.AC.online', 'bool', 'state'),
  signal('supply.BAT0.power', 'uW', 'gauge'),
  signal('supply.BAT0.status', 'choice', 'state', ['Charging', 'Discharging']),
  signal('supply.BAT0.energy', 'uWh', 'gauge'),
  signal('psi.cpu.some', 'us', 'counter'),
] as const;

const battery: readonly Supply[] = [
  { name: 'AC', type: 'Mains' },
  { name: 'BAT0', type: 'Battery' },
];

function description(supplies = battery): Description {
  return {
    bootId: 'b',
    epoch: 1,
    simulated: false,
    kind: 'linux',
    readOnly: false,
    signals,
    controls: [],
    missing: [],
    topology: { ...topology([], [policy]), supplies },
    baseline: {},
  };
}

/** A sample with what is named; everything else is missing. */
function sample(seconds: number, named: Readonly<Record<string, number>>): Sample {
  return {
    at: nanoseconds(seconds * 1e9),
    epoch: 1,
    values: Float64Array.from(signals, s => named[s.name] ?? Number.NaN),
  };
}

describe('Reader', () => {
  it('reads the GPUs that the topology names, and none where it names none', () => {
    const gpu = { id: 0, uuid: 'GPU-1', name: 'Tesla P100', clocks: [], power_limit: null };
    const made = description();
    const power = signal('gpu0.power', 'uW', 'gauge');
    const values = Float64Array.of(...sample(1, {}).values, 35e6);
    const reader = new Reader({ ...made, signals: [...signals, power], topology: { ...made.topology, gpus: [gpu] } });
    expect(reader.read({ ...sample(1, {}), values }).gpus).toMatchObject([{ id: 0, name: 'Tesla P100', power: 35 }]);
    expect(new Reader(made).read(sample(1, {})).gpus).toEqual([]);
  });

  it('tells how full two unequal batteries are together, by what they hold', () => {
    const supplies = [...battery, { name: 'BAT1', type: 'Battery' }];
    const told = (name: string, energy: number, full: number, percent: number) => [
      [signal(`supply.${name}.full`, 'uWh', 'gauge'), full] as const,
      [signal(`supply.${name}.capacity`, 'percent', 'gauge'), percent] as const,
      ...(name === 'BAT1' ? [[signal('supply.BAT1.energy', 'uWh', 'gauge'), energy] as const] : []),
    ];
    const more = [...told('BAT0', 10e6, 10e6, 100), ...told('BAT1', 9e6, 90e6, 10)];
    const reader = new Reader({ ...description(supplies), signals: [...signals, ...more.map(([spec]) => spec)] });
    const seen = sample(1, { 'supply.BAT0.energy': 10e6 });
    const values = Float64Array.of(...seen.values, ...more.map(([, value]) => value));
    expect(reader.read({ ...seen, values }).charge?.()).toBe(19);
  });

  it('has no rates in its first reading', () => {
    const reading = new Reader(description()).read(sample(1, { 'cpu0.busy': 5e8, 'package0.energy': 1e6 }));
    expect(reading.interval).toBe(0);
    expect(reading.policies[0]?.busy).toBeUndefined();
    expect(reading.energy).toEqual([]);
  });

  it('takes the busiest CPU’s share, and its cycles as the frequency while busy', () => {
    const reader = new Reader(description());
    reader.read(sample(1, { 'cpu0.busy': 0, 'cpu1.busy': 0, 'cpu1.cycles': 0, 'policy0.cur_freq': 4e6 }));
    const reading = reader.read(
      sample(1.1, { 'cpu0.busy': 2e7, 'cpu1.busy': 5e7, 'cpu1.cycles': 1e8, 'policy0.cur_freq': 4e6 }),
    );
    expect(reading.policies[0]?.busy).toBeCloseTo(0.5, 6);
    expect(reading.policies[0]?.frequency).toBeCloseTo(2e6, 0);
  });

  it('tells of the CPUs at work: those busy for a tenth and more, else of the busiest; no longer of those that have stopped', () => {
    const reader = new Reader(description());
    const busy = [0, 0];
    let second = 0;
    const worked = (...shares: readonly number[]) => {
      for (const [cpu, share] of shares.entries()) busy[cpu] = (busy[cpu] ?? 0) + share * 1e9;
      const [policy] = reader.read(sample(++second, { 'cpu0.busy': busy[0] ?? 0, 'cpu1.busy': busy[1] ?? 0 })).policies;
      return policy?.work.map(w => [w.cpu, w.busy]);
    };
    expect(worked(0, 0)).toEqual([]);
    expect(worked(0.5, 0.2)).toEqual([
      [0, 0.5],
      [1, 0.2],
    ]);
    expect(worked(0.05, 0.75)).toEqual([[1, 0.75]]);
    expect(worked(0.0625, 0.03125)).toEqual([[0, 0.0625]]);
    expect(worked(0.25, 0.125)).toEqual([
      [0, 0.25],
      [1, 0.125],
    ]);
  });

  it('falls back to the current frequency without cycle counters, and leaves what is missing undefined', () => {
    const reader = new Reader(description());
    reader.read(sample(1, { 'cpu0.busy': 0 }));
    const reading = reader.read(sample(2, { 'cpu0.busy': 1e9, 'policy0.cur_freq': 3e6 }));
    expect(reading.policies[0]).toMatchObject({ busy: 1, frequency: 3e6, min: undefined, epp: undefined });
    expect(reading.zones).toEqual([]);
    expect(reading.cpuPressure).toBeUndefined();
  });

  it('turns microjoules into joules and watts, and a battery’s own energy into neither', () => {
    const reader = new Reader(description());
    reader.read(sample(1, { 'package0.energy': 1e6, 'supply.BAT0.energy': 50e6 }));
    const reading = reader.read(sample(3, { 'package0.energy': 31e6, 'supply.BAT0.energy': 50e6 }));
    expect(reading.energy).toEqual([{ domain: 'package0', energy: 30, power: 15 }]);
  });

  it('loses no energy while a counter can not be read, nor over a new description', () => {
    const reader = new Reader(description());
    reader.read(sample(1, { 'package0.energy': 1e6 }));
    expect(reader.read(sample(2, {})).energy).toEqual([]);
    expect(reader.read(sample(3, { 'package0.energy': 41e6 })).energy[0]?.energy).toBe(40);
    const anew = new Reader(description(), reader);
    expect(anew.read(sample(4, { 'package0.energy': 51e6 })).energy).toEqual([
      { domain: 'package0', energy: 10, power: 10 },
    ]);
  });

  it('sees a suspend that a new description comes after', () => {
    const reader = new Reader(description());
    reader.read(sample(1, { 'clock.suspended': 0 }));
    expect(new Reader(description(), reader).read(sample(2, { 'clock.suspended': 5e9 })).suspended).toBe(5);
  });

  it('asks the battery where no mains supply can be read', () => {
    const reader = new Reader(description());
    expect(reader.read(sample(1, { 'supply.BAT0.status': 0 })).onMains).toBe(true);
    expect(reader.read(sample(2, { 'supply.BAT0.status': 1 })).onMains).toBe(false);
  });

  it('reads states as words and tells what the battery does', () => {
    const reader = new Reader(description());
    const charging = reader.read(
      sample(1, { 'policy0.epp': 1, 'supply.AC.online': 1, 'supply.BAT0.power': 9e6, 'supply.BAT0.status': 0 }),
    );
    expect(charging.state('policy0.epp')).toBe('performance');
    expect(charging.onMains).toBe(true);
    expect(charging.batteryPower).toBe(-9);
    const discharging = reader.read(
      sample(2, { 'supply.AC.online': 0, 'supply.BAT0.power': 9e6, 'supply.BAT0.status': 1 }),
    );
    expect(discharging.onMains).toBe(false);
    expect(discharging.batteryPower).toBe(9);
  });

  it('takes a machine without a battery as one on mains (TLP #768)', () => {
    expect(new Reader(description([])).read(sample(1, {})).onMains).toBe(true);
  });

  it('sees time asleep, and how long tasks waited', () => {
    const reader = new Reader(description());
    reader.read(sample(1, { 'clock.suspended': 0, 'psi.cpu.some': 0 }));
    const reading = reader.read(sample(2, { 'clock.suspended': 3e9, 'psi.cpu.some': 250_000 }));
    expect(reading.suspended).toBe(3);
    expect(reading.cpuPressure).toBeCloseTo(0.25, 6);
  });
});

import type { Description } from '../../src/model/description.js';
import { meterOf, totalOf } from '../../src/model/meters.js';
import { factsOf } from '../../src/model/names.js';
import type { LiveReading } from '../../src/model/sensing/reading.js';
import type { ControlValue } from '../../src/model/signals.js';
import { celsius, joules, kilohertz, nanoseconds, seconds, watts } from '../../src/model/units.js';

/** What a test wants a reading to say. */
export interface Said {
  readonly at?: number;
  readonly interval?: number;
  readonly suspended?: number;
  readonly watts?: Readonly<Record<string, number>>;
  readonly celsius?: Readonly<Record<string, number>>;
  readonly khz?: readonly (number | undefined)[];
  readonly battery?: number;
  readonly onMains?: boolean;
  readonly gpus?: LiveReading['gpus'];
  readonly states?: Readonly<Record<string, ControlValue>>;
}

export function readingOf(said: Said): LiveReading {
  const { at = 0, interval = 1, suspended = 0, watts: power = {}, celsius: heat = {}, khz = [], states = {} } = said;
  return {
    at: nanoseconds(at * 1e9),
    epoch: 1,
    interval: seconds(interval),
    suspended: seconds(suspended),
    policies: khz.map((f, id) => ({
      id,
      work: [],
      contextSwitches: undefined,
      cacheMisses: undefined,
      busy: undefined,
      frequency: f === undefined ? undefined : kilohertz(f),
      min: undefined,
      max: undefined,
      governor: 'schedutil',
      epp: undefined,
    })),
    energy: Object.entries(power).map(([domain, w]) => ({ domain, energy: joules(w * interval), power: watts(w) })),
    total: totalReading(power, interval),
    zones: Object.entries(heat).map(([zone, t]) => ({
      signal: `zone.${zone}.temp`,
      scope: `zone.${zone}`,
      type: zone,
      temperature: celsius(t),
    })),
    onMains: said.onMains ?? true,
    batteryPower: said.battery === undefined ? undefined : watts(said.battery),
    cpuPressure: undefined,
    gpus: said.gpus ?? [],
    others: [],
    state: name => states[name],
  };
}

function totalReading(power: Readonly<Record<string, number>>, interval: number): LiveReading['total'] {
  const values = new Map(Object.entries(power));
  const total = totalOf(meterOf(values), values);
  return total && { what: total.what, sure: total.sure, energy: joules(total.sum * interval), power: watts(total.sum) };
}

/** A machine of `policies` domains in two packages, with a battery and counted throttling where `signals` name them. */
export function machineOf(policies: number, signals: readonly string[] = []): Description {
  const ids = Array.from({ length: policies }, (_, i) => i);
  const range = { driver: 'acpi-cpufreq', hw_min: 400_000, hw_max: 4_000_000, base: null, frequencies: [] };
  return {
    bootId: 'b',
    epoch: 1,
    simulated: false,
    kind: 'linux',
    readOnly: false,
    signals: signals.map(name => ({ name, unit: '', kind: 'gauge' as const, ...factsOf(name) })),
    controls: [],
    missing: [],
    baseline: {},
    topology: {
      cpus: ids.map(id => ({ id, online: true, package: id < policies / 2 ? 0 : 1, core: id, kind: null })),
      policies: ids.map(id => ({ id, cpus: [id], online: [id], ...range })),
      zones: [],
      supplies: [{ name: 'BAT0', type: 'Battery' }],
      sensors: { busy: 'none', counters: 'none', energy: 'none' },
    },
  };
}

import type { Sum } from '../journal/query/history.js';
import { isGpu } from '../model/names.js';
import type { Tariff } from '../model/people/tariff.js';
import { meterOfSums } from './energy.js';

/** Totals over the whole time of a report. */
export interface Account {
  /** The widest meter: `psys`, `packages and memory` with GPUs, or the first domain. */
  readonly metered: string;
  readonly joules: number;
  readonly wattHours: number;
  readonly cost: number | null;
  readonly currency: string;
  readonly co2Grams: number | null;
  /** Null if throttling is not measured. */
  readonly throttledSeconds: number | null;
  readonly throttleWatchedSeconds: number;
  readonly battery: Battery | null;
}

interface Battery {
  readonly outWattHours: number;
  readonly inWattHours: number;
  /** Its capacity when full; null if unknown. */
  readonly fullWattHours: number | null;
  /** The discharge in full charges. */
  readonly cycles: number | null;
}

const joulesPerKwh = 3.6e6;

/** `sums` are of the whole time. */
export function accountOf(sums: readonly Sum[], { pricePerKwh, currency, co2GramsPerKwh }: Tariff): Account {
  const energies = sums.filter(s => s.kind === 'energy');
  const [metered, counts] = meterOf(energies);
  const joules = energies.filter(s => counts(s.name)).reduce((a, s) => a + s.integral, 0) / 1000;
  const kwh = joules / joulesPerKwh;
  const throttled = sums.filter(s => s.kind === 'throttled');
  const watched = throttled.reduce((a, s) => a + s.measuredMs, 0) / 1000;
  return {
    metered,
    joules,
    wattHours: joules / 3600,
    cost: pricePerKwh === undefined ? null : kwh * pricePerKwh,
    currency,
    co2Grams: co2GramsPerKwh === undefined ? null : kwh * co2GramsPerKwh,
    throttledSeconds: throttled.length === 0 ? null : throttled.reduce((a, s) => a + s.integral, 0) / 1000,
    throttleWatchedSeconds: watched,
    battery: batteryOf(sums),
  };
}

/** The domains to add up (model/meters.ts), and all GPUs: psys has them in it. */
function meterOf(energies: readonly Sum[]): readonly [string, (name: string) => boolean] {
  const meter = meterOfSums(energies);
  const gpus = energies.some(s => isGpu(s.name));
  if (meter !== undefined) {
    const { what, domains } = meter;
    if (!gpus || what.startsWith('psys')) return [what, name => domains.includes(name)];
    return [`${what.replace(' and ', ', ')} and GPUs`, name => domains.includes(name) || isGpu(name)];
  }
  if (gpus) return ['GPUs', isGpu];
  const first = energies.map(s => s.name).sort()[0] ?? '';
  return [first, name => name === first];
}

function batteryOf(sums: readonly Sum[]): Battery | null {
  const of = (name: string): readonly Sum[] => sums.filter(s => s.kind === 'energy' && s.name === name);
  const wattHours = (all: readonly Sum[]): number => all.reduce((a, s) => a + s.integral, 0) / 3.6e6;
  const [out, into] = [of('battery.out'), of('battery.in')];
  if (out.length + into.length === 0) return null;
  const full = fullOf(sums.filter(s => s.kind === 'capacity'));
  const outWattHours = wattHours(out);
  return {
    outWattHours,
    inWattHours: wattHours(into),
    fullWattHours: full,
    cycles: full === null || full <= 0 ? null : outWattHours / full,
  };
}

/** The sum of the mean capacity of each battery. */
function fullOf(capacities: readonly Sum[]): number | null {
  const batteries = new Map<string, { integral: number; ms: number }>();
  for (const { name, integral, measuredMs } of capacities) {
    const of = batteries.get(name) ?? { integral: 0, ms: 0 };
    batteries.set(name, { integral: of.integral + integral, ms: of.ms + measuredMs });
  }
  const means = [...batteries.values()].flatMap(({ integral, ms }) => (ms > 0 ? [integral / ms / 1000] : []));
  return means.length === 0 ? null : means.reduce((a, b) => a + b, 0);
}

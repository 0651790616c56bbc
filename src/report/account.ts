import type { Sum } from '../journal/query/history.js';
import type { BatteryAge } from '../model/battery-age.js';
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
  /** How each battery has aged: its mean health, and its cycles at the end. */
  readonly aged: readonly BatteryAge[];
  /** Those that turned, by chip and channel; rpm. */
  readonly fans: readonly Fan[];
}

interface Fan {
  readonly name: string;
  readonly mean: number;
  readonly most: number;
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
    aged: agedIn(sums),
    fans: fansIn(sums),
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
  const full = fullOf(sums);
  const outWattHours = wattHours(out);
  return {
    outWattHours,
    inWattHours: wattHours(into),
    fullWattHours: full,
    cycles: full === null || full <= 0 ? null : outWattHours / full,
  };
}

function agedIn(sums: readonly Sum[]): BatteryAge[] {
  const health = new Map(means(sums, 'health').map(({ name, mean }) => [name, mean / 10]));
  const cycles = new Map(means(sums, 'cycles').map(({ name, most }) => [name, most]));
  return [...new Set([...health.keys(), ...cycles.keys()])]
    .sort()
    .map(name => ({ name, health: health.get(name) ?? null, cycles: cycles.get(name) ?? null }));
}

/** Those that turned. Time is counted in whole ms: of a short run the mean may come out above the most. */
const fansIn = (sums: readonly Sum[]): Fan[] =>
  means(sums, 'fan').flatMap(({ name, mean, most }) => (most > 0 ? [{ name, mean: Math.min(mean, most), most }] : []));

/** Of one kind, whatever the conditions: the mean over the time that was measured, and the most. */
function means(sums: readonly Sum[], kind: Sum['kind']): Fan[] {
  const all = new Map<string, { integral: number; ms: number; most: number }>();
  for (const { name, integral, measuredMs, max } of sums.filter(s => s.kind === kind)) {
    const of = all.get(name) ?? { integral: 0, ms: 0, most: 0 };
    all.set(name, { integral: of.integral + integral, ms: of.ms + measuredMs, most: Math.max(of.most, max ?? 0) });
  }
  return [...all].flatMap(([name, { integral, ms, most }]) => (ms > 0 ? [{ name, mean: integral / ms, most }] : []));
}

/** The sum of the mean capacity of each battery, Wh. */
function fullOf(sums: readonly Sum[]): number | null {
  const full = means(sums, 'capacity');
  return full.length === 0 ? null : full.reduce((sum, { mean }) => sum + mean / 1000, 0);
}

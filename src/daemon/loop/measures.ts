import { noVerdicts, type Verdicts } from '../../governor/budget/heartbeats.js';
import { type Interval, Slots } from '../../journal/rollup/slots.js';
import type { Conditions, Series, SeriesKind } from '../../journal/write-model.js';
import type { Description } from '../../model/description.js';
import { gpuScope, throttled } from '../../model/gpu.js';
import { supplyScope, throttleCounts, zoneName } from '../../model/names.js';
import type { Promised } from '../../model/people/promise.js';
import { isBattery } from '../../model/power-source.js';
import { Places } from '../../model/sensing/places.js';
import type { LiveReading, PolicyReading } from '../../model/sensing/reading.js';
import type { Topology } from '../../model/topology.js';

/** Width of a frequency band. */
const bandMhz = 400;
/** Below this charge the ratio of energy to percent is mostly rounding. */
const leastPercent = 10;
/** The helper reads throttle counts once a second: an event applies to that second. */
const throttledMs = 1000;
/** A server has dozens, and each is a row every ten seconds. */
const mostFans = 8;

type Named = ReadonlyMap<string, string>;

interface Battery {
  readonly name: string;
  readonly full: string | undefined;
  readonly charge: string | undefined;
  readonly capacity: string | undefined;
}

/** A signal that the journal keeps as it is, in its own whole unit. */
interface Gauge {
  readonly kind: 'health' | 'cycles' | 'fan';
  readonly name: string;
  readonly signal: string;
  readonly scale: number;
}

/** What readings need from a description, computed once. */
interface Plan {
  readonly description: Description;
  /** Name of the package of each policy, in the topology's order. */
  readonly packages: readonly string[];
  /** Package → its count of throttle events. */
  readonly throttles: Named;
  /** Those that say what they hold when full, or both in Wh and in percent what they hold now: by the names of these signals. */
  readonly batteries: readonly Battery[];
  /** How batteries have aged, and how fast fans turn. */
  readonly gauges: readonly Gauge[];
}

/** What was asked for in the interval, and what applications said of the promise so far. */
export interface Asked {
  readonly mode: 'govern' | 'observe';
  readonly profile: string;
  readonly promise: Promised['in'];
  readonly verdicts: Verdicts;
}

/** Turns readings into what the journal stores: energy, temperature, frequency, throttling, battery and the promise, by conditions. */
export class Measures {
  readonly slots = new Slots();
  private readonly series = new Map<string, Series>();
  private readonly conditions = new Map<string, Conditions>();
  private plan: Plan | undefined;
  private verdicts: Verdicts = noVerdicts;
  /** Throttle events counted so far, and how much of the second that the newest one stands for is still to come. */
  private readonly throttles = new Map<string, { count: number; left: number }>();

  /** The measures of the interval that ended at the UTC millisecond `wall`. */
  follow(reading: LiveReading, wall: number, description: Description, asked: Asked): void {
    if (reading.suspended > 0 || reading.interval <= 0) return;
    this.plan = this.plan?.description === description ? this.plan : planOf(description);
    const under = this.under(reading, asked.mode, asked.profile);
    const interval = { from: wall - reading.interval * 1000, to: wall };
    for (const { domain, energy } of reading.energy) {
      this.slots.energy(this.of('energy', domain), under, interval, energy);
    }
    this.heat(reading, under, interval);
    this.frequencies(this.plan, reading.policies, under, interval);
    this.throttled(this.plan, reading, under, interval);
    this.battery(this.plan, reading, under, interval);
    this.gauged(this.plan, reading, under, interval);
    this.gpus(reading, under, interval);
    this.promise(asked, under, interval);
    this.raises(this.plan, reading.policies, under, interval);
  }

  private heat({ zones }: LiveReading, under: Conditions, interval: Interval): void {
    let hottest = Number.NEGATIVE_INFINITY;
    for (const { scope, temperature } of zones) {
      this.slots.gauge(this.of('temperature', zoneName(scope)), under, interval, temperature * 1000);
      hottest = Math.max(hottest, temperature);
    }
    this.slots.gauge(this.of('temperature', 'hottest'), under, interval, hottest * 1000);
  }

  /** A package's frequency is the mean of its domains'; a domain's share of time counts for the band it was in. */
  private frequencies(
    { packages }: Plan,
    policies: readonly PolicyReading[],
    under: Conditions,
    interval: Interval,
  ): void {
    const sums = new Map<string, { sum: number; n: number; bands: Map<number, number> }>();
    for (const [i, { frequency }] of policies.entries()) {
      const name = packages[i];
      if (frequency === undefined || name === undefined) continue;
      let of = sums.get(name);
      if (of === undefined) {
        of = { sum: 0, n: 0, bands: new Map() };
        sums.set(name, of);
      }
      of.sum += frequency;
      of.n++;
      const band = Math.floor(frequency / 1000 / bandMhz);
      of.bands.set(band, (of.bands.get(band) ?? 0) + 1);
    }
    const ms = interval.to - interval.from;
    for (const [name, { sum, n, bands }] of sums) {
      this.slots.gauge(this.of('frequency', name), under, interval, sum / n);
      for (const [band, count] of bands) {
        const range = `${band * bandMhz}-${(band + 1) * bandMhz} MHz`;
        this.slots.time(this.of('residency', `${name} ${range}`), under, interval, (ms * count) / n);
      }
    }
  }

  private throttled({ throttles }: Plan, { state }: LiveReading, under: Conditions, interval: Interval): void {
    for (const [name, signal] of throttles) {
      const count = state(signal);
      if (typeof count !== 'number') continue;
      const before = this.throttles.get(name) ?? { count, left: 0 };
      const left = count > before.count ? throttledMs : before.left;
      const ms = Math.min(left, interval.to - interval.from);
      this.throttles.set(name, { count, left: left - ms });
      this.slots.time(this.of('throttled', name), under, interval, ms);
    }
  }

  private battery({ batteries }: Plan, reading: LiveReading, under: Conditions, interval: Interval): void {
    const { batteryPower: watts, state, interval: seconds } = reading;
    if (watts !== undefined) {
      this.slots.energy(this.of('energy', 'battery.out'), under, interval, Math.max(0, watts) * seconds);
      this.slots.energy(this.of('energy', 'battery.in'), under, interval, Math.max(0, -watts) * seconds);
    }
    for (const battery of batteries) {
      const milliwattHours = fullCharge(battery, state);
      if (milliwattHours !== undefined)
        this.slots.gauge(this.of('capacity', battery.name), under, interval, milliwattHours);
    }
  }

  private gauged({ gauges }: Plan, { state }: LiveReading, under: Conditions, interval: Interval): void {
    for (const { kind, name, signal, scale } of gauges) {
      const value = state(signal);
      if (typeof value === 'number') this.slots.gauge(this.of(kind, name), under, interval, value * scale);
    }
  }

  private gpus({ gpus, interval: seconds }: LiveReading, under: Conditions, interval: Interval): void {
    for (const { id, power, temperature, clock, throttle } of gpus) {
      const name = gpuScope(id);
      if (power !== undefined) this.slots.energy(this.of('energy', name), under, interval, power * seconds);
      if (temperature !== undefined) {
        this.slots.gauge(this.of('temperature', name), under, interval, temperature * 1000);
      }
      if (clock !== undefined) this.slots.gauge(this.of('frequency', name), under, interval, clock);
      if (throttle === undefined) continue;
      const ms = throttled(throttle) ? interval.to - interval.from : 0;
      this.slots.time(this.of('throttled', name), under, interval, ms);
    }
  }

  /** The time under a promise, and how often applications found it kept or broken in that time. */
  private promise({ promise, verdicts }: Asked, under: Conditions, interval: Interval): void {
    this.slots.time(this.of('promise', promise), under, interval, interval.to - interval.from);
    const before = this.verdicts;
    this.verdicts = { ...verdicts, answers: { ...verdicts.answers } };
    const { answers } = verdicts;
    if (answers.kept + answers.broken > 0)
      for (const verdict of ['kept', 'broken'] as const)
        this.slots.count(
          this.of('heartbeats', `answers ${verdict}`),
          under,
          interval,
          answers[verdict] - before.answers[verdict],
        );
    if (verdicts.kept + verdicts.broken === 0) return;
    for (const verdict of ['kept', 'broken'] as const) {
      const series = this.of('heartbeats', `${verdict} in ${promise}`);
      this.slots.count(series, under, interval, verdicts[verdict] - before[verdict]);
    }
  }

  /** How often the reflex raised the clock of a package, where something counts that. */
  private raises({ packages }: Plan, policies: readonly PolicyReading[], under: Conditions, interval: Interval): void {
    const sums = new Map<string, number>();
    for (const [i, { raises }] of policies.entries()) {
      const name = packages[i];
      if (raises !== undefined && name !== undefined) sums.set(name, (sums.get(name) ?? 0) + raises);
    }
    for (const [name, sum] of sums) this.slots.count(this.of('raises', name), under, interval, sum);
  }

  private under({ onMains, policies }: LiveReading, mode: Conditions['mode'], profile: string): Conditions {
    const source = onMains ? 'mains' : 'battery';
    let governor = '';
    for (const policy of policies) {
      const own = policy.governor;
      if (own !== undefined && !governor.split(',').includes(own)) governor += governor === '' ? own : `,${own}`;
    }
    const key = `${mode} ${profile} ${source} ${governor}`;
    let known = this.conditions.get(key);
    if (known === undefined) {
      known = { mode, profile, source, governor: governor === '' ? 'unknown' : governor };
      this.conditions.set(key, known);
    }
    return known;
  }

  private of(kind: SeriesKind, name: string): Series {
    const key = `${kind} ${name}`;
    let known = this.series.get(key);
    if (known === undefined) {
      known = { kind, name };
      this.series.set(key, known);
    }
    return known;
  }
}

function planOf(description: Description): Plan {
  const { topology, signals } = description;
  const places = new Places(signals);
  const nameOf = (scope: string, role: string): string | undefined => signals[places.at(scope, role)]?.name;
  return {
    description,
    packages: packagesOf(topology),
    throttles: throttleCounts(signals),
    batteries: topology.supplies.filter(isBattery).flatMap(({ name }) => {
      const scope = supplyScope(name);
      const full = nameOf(scope, 'full_charge');
      const [charge, capacity] = [nameOf(scope, 'charge'), nameOf(scope, 'capacity')];
      const told = full !== undefined || (charge !== undefined && capacity !== undefined);
      return told ? [{ name, full, charge, capacity }] : [];
    }),
    gauges: gaugesOf(description),
  };
}

/** Batteries' health in ‰ and their cycles, and the first fans by chip and channel: `thinkpad.fan1`. */
function gaugesOf({ topology, signals }: Description): Gauge[] {
  const batteries = new Map(topology.supplies.filter(isBattery).map(({ name }) => [supplyScope(name), name]));
  const aged = signals.flatMap(({ name: signal, role, scope }): Gauge[] => {
    const name = batteries.get(scope);
    if (name === undefined) return [];
    if (role === 'health') return [{ kind: 'health', name, signal, scale: 10 }];
    return role === 'cycle_count' ? [{ kind: 'cycles', name, signal, scale: 1 }] : [];
  });
  const fans = signals
    .filter(({ role }) => role === 'fan')
    .slice(0, mostFans)
    .map(({ name: signal, scope }): Gauge => ({ kind: 'fan', name: scope.replace(/^hwmon\./, ''), signal, scale: 1 }));
  return [...aged, ...fans];
}

/** What the battery holds when full, mWh: what it says itself, else what its charge is of its percentage. */
function fullCharge({ full, charge, capacity }: Battery, state: LiveReading['state']): number | undefined {
  const number = (name: string | undefined): number | undefined => {
    const value = name === undefined ? undefined : state(name);
    return typeof value === 'number' ? value : undefined;
  };
  const said = number(full);
  if (said !== undefined && said > 0) return said / 1000;
  const [energy, percent] = [number(charge), number(capacity)];
  return energy === undefined || percent === undefined || percent < leastPercent
    ? undefined
    : energy / 1000 / (percent / 100);
}

function packagesOf({ policies, cpus }: Topology): string[] {
  const of = new Map(cpus.map(({ id, package: number }) => [id, number]));
  return policies.map(policy => {
    const known = policy.cpus.map(cpu => of.get(cpu)).find(number => typeof number === 'number');
    return `package${known ?? 0}`;
  });
}

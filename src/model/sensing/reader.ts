import type { BatteryAge } from '../battery-age.js';
import { chargeOf, heldOf, type StoreState } from '../charge.js';
import type { Description } from '../description.js';
import { GpuReader } from '../gpu.js';
import { supplyScope, wholeMachine } from '../names.js';
import { isBattery, type SourceOfPower, type SupplyState, sourceOfPower } from '../power-source.js';
import type { Saved, Stateful } from '../saved.js';
import type { SignalSpec } from '../signals.js';
import type { Supply, Zone } from '../topology.js';
import { celsius, finite, joules, ratio, seconds, spanSeconds, watts } from '../units.js';
import { type OtherReading, otherReaders } from './other-sensor.js';
import { Places } from './places.js';
import { PolicyReader } from './policy-reader.js';
import type { EnergyReading, LiveReading, ZoneReading } from './reading.js';
import { Recurring } from './recurring.js';
import type { Sample } from './sample.js';
import { Span } from './span.js';
import { TotalMeter } from './total-meter.js';

/** A zone and where its temperature stands in a sample. */
interface PlacedZone extends Omit<ZoneReading, 'temperature'> {
  readonly at: number;
}

/** A supply and where what it says stands in a sample. */
interface PlacedSupply extends Supply {
  readonly at: Readonly<
    Record<'online' | 'status' | 'present' | 'power' | 'percent' | 'energy' | 'full' | 'health' | 'cycles', number>
  >;
}

/** Turns samples into readings: looks up each signal's place once, then costs O(CPUs + policies + zones) a sample. */
export class Reader implements Stateful {
  private readonly index: ReadonlyMap<string, number>;
  /** Places of what the controls read back. */
  private readonly states = new Recurring<number>();
  private readonly signals: readonly SignalSpec[];
  private readonly policies: readonly PolicyReader[];
  private readonly energies: readonly { readonly domain: string; readonly at: number }[];
  private readonly gpus: readonly GpuReader[];
  private readonly zones: readonly PlacedZone[];
  private readonly supplies: readonly PlacedSupply[];
  private readonly others: readonly OtherReading[];
  private readonly suspended: number;
  private readonly pressure: number;
  private readonly span: Span;
  private readonly meter = new TotalMeter();
  private previous: Sample | undefined;
  /** Last readable value of each energy counter: what is used while one can't be read is not lost. */
  private readonly used = new Map<string, number>();

  /** `before` read the same machine until it described itself anew: its last values carry on under their names. */
  constructor(description: Description, before?: Reader) {
    this.signals = description.signals;
    this.span = new Span(description.signals);
    this.index = new Map(description.signals.map((s, i) => [s.name, i]));
    const { policies, zones, supplies } = description.topology;
    const places = new Places(description.signals);
    this.policies = policies.map(p => new PolicyReader(p, places, this.span));
    this.energies = description.signals.flatMap(({ role, scope }, at) =>
      role === 'energy' ? [{ domain: scope, at }] : [],
    );
    this.zones = zones.map(z => this.zone(z));
    this.gpus = (description.topology.gpus ?? []).map(g => new GpuReader(g, places));
    this.supplies = supplies.map(supply => {
      const of = (role: string): number => places.at(supplyScope(supply.name), role);
      const [percent, energy, full] = [of('capacity'), of('charge'), of('full_charge')];
      const at = { online: of('online'), status: of('status'), present: of('present'), power: of('power') };
      const aged = { health: of('health'), cycles: of('cycle_count') };
      return { ...supply, at: { ...at, ...aged, percent, energy, full } };
    });
    this.suspended = places.at(wholeMachine, 'suspended');
    this.pressure = places.at('psi.cpu', 'pressure');
    this.others = otherReaders(description.signals, this.span, new Set(zones.map(z => z.signal)));
    if (before !== undefined) this.carry(before);
  }

  /** The reading between the previous sample and this one; a first sample has an interval of 0 and no rates. */
  read(sample: Sample): LiveReading {
    const before = this.previous;
    this.previous = sample;
    const { values } = sample;
    const interval = seconds(before === undefined ? 0 : Math.max(0, spanSeconds(before.at, sample.at)));
    const { span } = this;
    span.take(values, interval === 0 ? undefined : before?.values, interval);
    for (const policy of this.policies) policy.follow();
    const asleep = span.grown(this.suspended);
    const pressure = span.grown(this.pressure) / 1e6 / interval;
    const source = this.sourceOfPower(sample);
    const energy = this.energy(values, interval);
    return {
      at: sample.at,
      epoch: sample.epoch,
      interval,
      suspended: seconds(Number.isNaN(asleep) ? 0 : asleep / 1e9),
      policies: this.policies,
      energy,
      total: this.meter.follow(energy, interval),
      zones: this.temperatures(values),
      onMains: source.onMains,
      sourceWhy: source.why,
      batteryPower: this.batteryPower(values),
      charge: this.chargeNow,
      held: this.heldNow,
      aged: this.agedNow,
      cpuPressure: Number.isFinite(pressure) ? ratio(Math.min(1, pressure)) : undefined,
      gpus: this.gpus.map(g => g.read(values)),
      others: this.others,
      state: this.state,
    };
  }

  /** The sample that was read last. */
  get newest(): Sample | undefined {
    return this.previous;
  }

  /** Time that the machine had slept since its boot when the sample was taken, ns; 0 where that is not told. */
  asleep({ values }: Sample): number {
    return values[this.suspended] ?? 0;
  }

  /** What it tells of the newest interval is left out: nobody asks before the next reading. */
  save() {
    const { previous, used, meter } = this;
    const last = previous === undefined ? undefined : { ...previous };
    return { previous: last, used: [...used], meter: meter.save() };
  }

  restore({ previous, used, meter }: Saved<Reader>): void {
    this.meter.restore(meter);
    this.previous = previous;
    this.used.clear();
    for (const [domain, microjoules] of used) this.used.set(domain, microjoules);
  }

  private readonly chargeNow = (): number | undefined => this.previous && this.charge(this.previous);

  private readonly heldNow = (): number | undefined => {
    const held = this.previous && heldOf(this.stores(this.previous));
    return held === undefined ? undefined : held / 1e6;
  };

  private readonly agedNow = (): readonly BatteryAge[] => (this.previous ? this.agedIn(this.previous) : []);

  private readonly place = (name: string): number => this.index.get(name) ?? -1;

  private zone({ signal, type }: Zone): PlacedZone {
    const at = this.place(signal);
    return { signal, scope: this.signals[at]?.scope ?? signal, type, at };
  }

  private readonly state = (control: string): number | string | undefined =>
    this.span.state(this.states.get(control, this.place));

  private energy(values: Float64Array, interval: number): EnergyReading[] {
    const out: EnergyReading[] = [];
    for (const { domain, at } of this.energies) {
      const now = values[at] ?? Number.NaN;
      const before = this.used.get(domain);
      if (Number.isNaN(now)) continue;
      this.used.set(domain, now);
      if (before === undefined || interval <= 0) continue;
      const used = Math.max(0, now - before) / 1e6;
      out.push({ domain, energy: joules(used), power: watts(used / interval) });
    }
    return out;
  }

  private carry({ previous, index, used, meter }: Reader): void {
    this.meter.restore(meter.save());
    for (const [domain, microjoules] of used) this.used.set(domain, microjoules);
    if (previous === undefined) return;
    const values = Float64Array.from(this.signals, ({ name }) => previous.values[index.get(name) ?? -1] ?? Number.NaN);
    this.previous = { ...previous, values };
  }

  private temperatures(values: Float64Array): ZoneReading[] {
    const out: ZoneReading[] = [];
    for (const { signal, scope, type, at } of this.zones) {
      const temperature = finite(values[at], celsius);
      if (temperature !== undefined) out.push({ signal, scope, type, temperature });
    }
    return out;
  }

  /** Where its power comes from, and what says so. */
  sourceOfPower({ values }: Sample): SourceOfPower {
    return sourceOfPower(this.supplies.map(s => this.stateOf(s, values)));
  }

  /** How full its batteries are, percent; undefined if none says. */
  charge(sample: Sample): number | undefined {
    return chargeOf(this.stores(sample));
  }

  private agedIn({ values }: Sample): BatteryAge[] {
    const number = (place: number): number | null => finite(values[place], value => value) ?? null;
    return this.supplies.filter(isBattery).flatMap(({ name, at }) => {
      const [health, cycles] = [number(at.health), number(at.cycles)];
      return health === null && cycles === null ? [] : [{ name, health, cycles }];
    });
  }

  /** What its supplies hold, in uWh. */
  private stores({ values }: Sample): StoreState[] {
    const number = (place: number): number | undefined => finite(values[place], value => value);
    return this.supplies.map(({ name, type, scope, at }) => ({
      name,
      type,
      scope,
      present: number(at.present),
      percent: number(at.percent),
      energy: number(at.energy),
      full: number(at.full),
    }));
  }

  private stateOf({ name, type, scope, at }: PlacedSupply, values: Float64Array): SupplyState {
    const number = (place: number): number | undefined => finite(values[place], value => value);
    const power = number(at.power);
    return {
      name,
      type,
      scope,
      online: number(at.online),
      present: number(at.present),
      status: this.status(values, at.status),
      watts: power === undefined ? undefined : Math.abs(power) / 1e6,
    };
  }

  private status(values: Float64Array, at: number): string | undefined {
    return this.signals[at]?.choices?.[values[at] ?? -1];
  }

  private batteryPower(values: Float64Array) {
    let total = Number.NaN;
    for (const supply of this.supplies) {
      if (!isBattery(supply)) continue;
      const w = Math.abs(values[supply.at.power] ?? Number.NaN) / 1e6;
      const sign = this.status(values, supply.at.status) === 'Charging' ? -1 : 1;
      if (Number.isFinite(w)) total = (Number.isNaN(total) ? 0 : total) + sign * w;
    }
    return finite(total, watts);
  }
}

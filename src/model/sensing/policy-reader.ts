import { kernelGovernor } from '../kernel-governor.js';
import { wholeMachine } from '../names.js';
import { stretchAges } from '../stretch-ages.js';
import { cpuScope, type Policy, policyScope } from '../topology.js';
import { finite, type Kilohertz, kilohertz, type Ratio, ratio } from '../units.js';
import { CpuReader } from './cpu-reader.js';
import type { Places } from './places.js';
import type { PolicyReading } from './reading.js';
import { known, type Span } from './span.js';

/** A CPU busy for less than this share says too little about its frequency while busy. */
const busyEnough = 0.02;
/** A CPU busy for this share counts as one that works. */
const working = 0.1;

/** One frequency domain, seen through the newest samples: a copy of it for each sample would be most of what the collector has to do. */
export class PolicyReader implements PolicyReading {
  readonly id: number;
  readonly work: CpuReader[] = [];
  frequency: Kilohertz | undefined;
  private readonly span: Span;
  private readonly cpus: readonly CpuReader[];
  private busiest: CpuReader | undefined;
  private readonly switches: readonly number[];
  private readonly misses: readonly number[];
  private readonly ages: readonly number[];
  private readonly youngSeconds = new Float64Array(stretchAges.length);
  private readonly places: Readonly<
    Record<
      'frequency' | 'min' | 'max' | 'governor' | 'epp' | 'start' | 'raise' | 'raises' | 'raised' | 'young' | 'old',
      number
    >
  >;

  constructor(policy: Policy, places: Places, span: Span) {
    const scope = policyScope(policy.id);
    const of = (role: string): number => places.at(scope, role);
    const ofGovernor = (role: string): number => Math.max(of(role), places.at(wholeMachine, role));
    const ofEach = (role: string): number[] => policy.online.map(cpu => places.at(cpuScope(cpu), role));
    this.id = policy.id;
    this.span = span;
    this.cpus = policy.online.map(cpu => new CpuReader(cpu, places, span));
    this.switches = ofEach('context_switches');
    this.misses = ofEach('cache_misses');
    this.ages = places.each(scope, 'young');
    this.places = {
      frequency: of('frequency'),
      min: of('min_freq'),
      max: of('max_freq'),
      governor: of('governor'),
      epp: of('epp'),
      start: of('start_max_freq'),
      raise: of('raise_ms'),
      raises: of('raises'),
      raised: of('raised'),
      young: ofGovernor('young_percent'),
      old: ofGovernor('young_us'),
    };
  }

  /** Looks at the newest interval for who works. */
  follow(): void {
    this.busiest = undefined;
    let most = -1;
    for (const cpu of this.cpus) {
      cpu.follow();
      if (!(cpu.share > most)) continue;
      most = cpu.share;
      this.busiest = cpu;
    }
    this.frequency = finite(this.whileBusy() ?? this.span.value(this.places.frequency), kilohertz);
    let count = 0;
    for (const cpu of this.cpus) if (cpu === this.busiest || cpu.share >= working) this.work[count++] = cpu;
    // Where nothing changes, asking is cheaper than setting.
    if (this.work.length !== count) this.work.length = count;
  }

  get busy(): Ratio | undefined {
    return this.busiest === undefined ? undefined : ratio(this.busiest.share);
  }

  get contextSwitches(): number | undefined {
    return this.span.rateOfAll(this.switches);
  }

  get cacheMisses(): number | undefined {
    return this.span.rateOfAll(this.misses);
  }

  get min(): Kilohertz | undefined {
    return finite(this.span.value(this.places.min), kilohertz);
  }

  get max(): Kilohertz | undefined {
    return finite(this.span.value(this.places.max), kilohertz);
  }

  get governor(): string | undefined {
    return this.span.word(this.places.governor);
  }

  get epp(): string | undefined {
    return this.span.word(this.places.epp);
  }

  get start(): Kilohertz | undefined {
    return finite(this.span.value(this.places.start), kilohertz);
  }

  get raiseMs(): number | undefined {
    return known(this.span.value(this.places.raise));
  }

  get kernelStart(): PolicyReading['kernelStart'] {
    const { span, places, governor } = this;
    const percent = span.value(places.young);
    const us = span.value(places.old);
    return governor === kernelGovernor && percent < 100 && us >= 0
      ? { share: percent / 100, ms: us / 1000 }
      : undefined;
  }

  get busySeconds(): number | undefined {
    let shares = 0;
    for (const cpu of this.cpus) shares += cpu.share;
    return known(shares * this.span.interval);
  }

  get young(): Float64Array | undefined {
    const { ages, youngSeconds, span } = this;
    if (ages.length !== youngSeconds.length) return undefined;
    for (let i = 0; i < ages.length; i++) {
      const grown = span.grown(ages[i] ?? -1);
      if (Number.isNaN(grown)) return undefined;
      youngSeconds[i] = grown / 1e9;
    }
    return youngSeconds;
  }

  get startShare(): number {
    const { busiest, raiseMs = 0 } = this;
    // A policy is raised as a whole: its busiest CPU's time is what that is a part of.
    const busy = (busiest?.share ?? 0) * this.span.interval;
    const raised = this.span.grown(this.places.raised) / 1e9;
    if (raiseMs === 0 || !(busy > 0) || Number.isNaN(raised)) return 0;
    return Math.max(0, 1 - raised / busy);
  }

  get raises(): number | undefined {
    return known(this.span.grown(this.places.raises));
  }

  private whileBusy(): number | undefined {
    const { busiest } = this;
    if (busiest === undefined || !(busiest.share > busyEnough)) return undefined;
    const { khz } = busiest;
    return khz > 0 ? khz : undefined;
  }
}

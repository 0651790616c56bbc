/**
 * Features: what a reading means for each frequency domain. The rules look at nothing of the CPUs' work but these.
 *
 * 1. AttainableFrequency: the frequency f_max that it can run at now (attainable-frequency.ts). All shares below are of that.
 * 2. Demand = busy · f / f_max, its smoothed twin, and the utilisation u that the same work would be at f_max.
 * 3. Compute share β (compute-share.ts), and the gate that tells a load with a pace of its own (regularity-gate.ts) unless its pace yields to the clock
 *    (yielding.ts).
 * 4. Batch: busy ≥ 97 % on the average of 2 s, and for longer than a rush of requests may last (arrival-burst.ts), until it is < 93 %: a queue of
 *    requests that is busy for a few seconds is latency work at its worst; everything else is latency work.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import type { PolicyReading, Reading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';
import type { Policy, Topology } from '../../model/topology.js';
import { kilohertz } from '../../model/units.js';
import { ArrivalBurst } from './arrival-burst.js';
import { AttainableFrequency } from './attainable-frequency.js';
import { ComputeShare } from './compute-share.js';
import { dilation } from './dilation.js';
import { emaWeight } from './ema.js';
import { MissLatency } from './miss-latency.js';
import { NearTrip } from './near-trip.js';
import { Gate } from './regularity-gate.js';
import { Window } from './window.js';
import { Yielding } from './yielding.js';

const batchFrom = 0.97;
const batchUntil = 0.93;
const batchWeight = emaWeight(2);
/** Long enough that a queue's load is seen and not its accidents, short enough that a rush hour is. */
const utilisationSeconds = 20;

/** Features of one frequency domain; shares in [0, 1]. */
export interface DomainFeatures {
  /** Frequency that it can reach now, kHz. */
  readonly top: number;
  /** Busy share of the busiest CPU in this tick. */
  readonly busy: number | undefined;
  /** Busy · f / top in this tick: the share of its best speed that was used. */
  readonly demand: number | undefined;
  /** Share of the time for which the same work would keep it busy at top, smoothed. */
  readonly utilisation: number;
  /** β: share of a run at top that a lower clock lengthens; 1 while unknown. */
  readonly computeShare: number;
  /** What the cap cost the work of this tick: its time was (1 + slowdown) of that at top. */
  readonly slowdown: number;
  /** Work of this tick in seconds at top; 0 where it is not known. */
  readonly worked: number;
  /** Share of the busy time spent waiting for memory; undefined where it can't be known. */
  readonly stall: number | undefined;
  readonly bunching: number | undefined;
  /** The load comes at a pace of its own. */
  readonly regular: boolean;
  /** Work has come faster than it is done: times as long as it usually may. 1 where it has not. */
  readonly rush: number;
  /** Busy all the time: only throughput matters. */
  readonly batch: boolean;
  /** The cap should be lifted for a moment to see how fast it can run. */
  readonly look: boolean;
  /** The machine is close to a trip point: nothing may be held up. */
  readonly nearTrip: boolean;
}

/** What is known of one domain; its features are the same object from tick to tick. */
export class DomainState implements DomainFeatures, Stateful {
  readonly reach: AttainableFrequency;
  readonly share = new ComputeShare();
  readonly gate = new Gate();
  readonly yielding = new Yielding();
  readonly stretch = new ArrivalBurst();
  /** Of the utilisation. */
  readonly window = new Window(utilisationSeconds);
  /** Busy share, EMA of 2 s. */
  usuallyBusy = 0;
  dilation = 1;
  top: number;
  busy: number | undefined;
  demand: number | undefined;
  utilisation = 0;
  computeShare = 1;
  slowdown = 0;
  worked = 0;
  stall: number | undefined;
  bunching: number | undefined;
  regular = false;
  rush = 1;
  batch = false;
  look = false;
  nearTrip = false;

  constructor(policy: Pick<Policy, 'hw_min' | 'hw_max'>) {
    this.reach = new AttainableFrequency(policy);
    this.top = this.reach.top;
  }

  save() {
    const { reach, share, gate, yielding, stretch, window, usuallyBusy, dilation } = this;
    const { top, busy, demand, utilisation, computeShare, slowdown, worked, stall, bunching } = this;
    const { regular, rush, batch, look, nearTrip } = this;
    return {
      reach: reach.save(),
      share: share.save(),
      gate: gate.save(),
      yielding: yielding.save(),
      stretch: stretch.save(),
      window: window.save(),
      usuallyBusy,
      dilation,
      features: { top, busy, demand, utilisation, computeShare, slowdown, worked, stall, bunching },
      judged: { regular, rush, batch, look, nearTrip },
    };
  }

  restore(saved: Saved<DomainState>): void {
    const { features, judged } = saved;
    this.reach.restore(saved.reach);
    this.share.restore(saved.share);
    this.gate.restore(saved.gate);
    this.yielding.restore(saved.yielding);
    this.stretch.restore(saved.stretch);
    this.window.restore(saved.window);
    ({ usuallyBusy: this.usuallyBusy, dilation: this.dilation } = saved);
    ({ top: this.top, busy: this.busy, demand: this.demand, utilisation: this.utilisation } = features);
    ({ computeShare: this.computeShare, slowdown: this.slowdown, worked: this.worked } = features);
    ({ stall: this.stall, bunching: this.bunching } = features);
    ({ regular: this.regular, rush: this.rush, batch: this.batch } = judged);
    ({ look: this.look, nearTrip: this.nearTrip } = judged);
  }
}

/** Follows all domains of a machine; knowledge is kept by policy id, so it outlives a new topology. O(working CPUs) a reading. */
export class FeatureTracker implements Stateful {
  private readonly domains = new Recurring<DomainState, number>();
  private readonly latency = new MissLatency();
  private readonly heat = new NearTrip();

  /** Features in the order of the topology's policies, true until the next reading; `asked` tells what max_freq of a policy was asked for last, in kHz. */
  follow(
    reading: Reading,
    topology: Topology,
    asked: (policy: number) => number | undefined = () => undefined,
  ): readonly DomainFeatures[] {
    const out = new Array<DomainFeatures>(topology.policies.length);
    let known = 0;
    const nearTrip = this.heat.follow(reading.zones, topology);
    for (let i = 0; i < topology.policies.length; i++) {
      const policy = topology.policies[i];
      const seen = reading.policies[i];
      if (policy === undefined || seen === undefined) continue;
      out[known++] = this.domain(policy, seen, asked(policy.id), reading.interval, nearTrip);
    }
    out.length = known;
    return out;
  }

  save() {
    const { domains, latency, heat } = this;
    return { domains: domains.save(domain => domain.save()), latency: latency.save(), heat: heat.save() };
  }

  restore(saved: Saved<FeatureTracker>): void {
    this.domains.restore(saved.domains, restoredDomain);
    this.latency.restore(saved.latency);
    this.heat.restore(saved.heat);
  }

  private domain(
    policy: Policy,
    seen: PolicyReading,
    asked: number | undefined,
    interval: number,
    nearTrip: boolean,
  ): DomainFeatures {
    const domain = this.known(policy);
    const { reach, share, stretch } = domain;
    const { busy, frequency } = seen;
    domain.busy = busy;
    domain.demand = undefined;
    domain.worked = 0;
    if (busy !== undefined && frequency !== undefined && frequency > 0 && interval > 0)
      domain.demand = this.take(domain, seen, Math.min(seen.max ?? open, asked ?? open), busy, frequency, interval);
    domain.bunching = leastRegular(seen);
    if (interval > 0) this.judge(domain, seen, interval);
    domain.top = reach.top;
    domain.computeShare = share.value;
    domain.stall = share.stall;
    domain.rush = stretch.times;
    domain.look = reach.look(domain.batch);
    domain.nearTrip = nearTrip;
    return domain;
  }

  private take(
    domain: DomainState,
    seen: PolicyReading,
    limit: number,
    busy: number,
    khz: number,
    interval: number,
  ): number {
    const { reach, share } = domain;
    reach.follow(seen.work.length, busy, khz, limit, interval);
    const x = Math.min(1, Math.max(slowest, khz / reach.top));
    for (const cpu of seen.work) if (cpu.stall === undefined) this.latency.learn(cpu, khz, interval);
    if (busy >= worthAsking) share.follow(seen.work, x, interval, this.latency);
    else share.pause(interval);
    const atTop = busy / dilation(share.value, x);
    domain.dilation = dilation(share.now, x);
    domain.worked = (busy * interval) / domain.dilation;
    domain.slowdown = khz >= atCap * (seen.max ?? open) ? domain.dilation - 1 : 0;
    domain.utilisation += domain.window.take(interval) * (atTop - domain.utilisation);
    domain.usuallyBusy += batchWeight(interval) * (busy - domain.usuallyBusy);
    domain.stretch.follow(busy, interval, domain.batch);
    domain.batch =
      domain.usuallyBusy >= (domain.batch ? batchUntil : batchFrom) && (domain.batch || domain.stretch.over);
    return busy * x;
  }

  /** Whether its load has a pace of its own. */
  private judge(domain: DomainState, seen: PolicyReading, interval: number): void {
    const { gate, yielding, bunching, demand, worked, dilation } = domain;
    const { busy, frequency = noClock, contextSwitches } = seen;
    gate.follow(bunching, busy, interval);
    const switches = demand === undefined ? undefined : contextSwitches;
    yielding.follow(gate.opening, domain.regular, { interval, khz: frequency, worked, dilation, switches });
    domain.regular = gate.regular && !yielding.yields;
  }

  private known(policy: Policy): DomainState {
    return this.domains.find(policy.id) ?? this.domains.add(policy.id, new DomainState(policy));
  }
}

function restoredDomain(saved: Saved<DomainState>): DomainState {
  const domain = new DomainState({ hw_min: saved.reach.lowest, hw_max: saved.reach.hardware });
  domain.restore(saved);
  return domain;
}

const noClock = kilohertz(0);
/** No limit. */
const open = Number.POSITIVE_INFINITY;
/** A clock this close to the cap is held by it. */
const atCap = 0.97;
/** No clock is this slow: what says so is no frequency. */
const slowest = 1e-3;
/** Below this busy share the counters tell of housekeeping. */
const worthAsking = 0.02;

/** Of several working CPUs the least regular one decides. */
function leastRegular({ work }: PolicyReading): number | undefined {
  let most: number | undefined;
  for (const { bunching } of work) {
    if (bunching === undefined) return undefined;
    if (most === undefined || bunching > most) most = bunching;
  }
  return most;
}

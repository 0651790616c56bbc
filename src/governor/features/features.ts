/**
 * Features: what a reading means for each frequency domain. Rules see nothing else of the CPUs' work.
 *
 * 1. Attainable frequency: the frequency f_max that it can run at now (attainable-frequency.ts). All shares below are of that.
 * 2. Demand = busy · f / f_max, the same smoothed, and the utilisation u that the same work would have at f_max.
 * 3. Compute share β (compute-share.ts), and the gate that detects a load with its own pace (regularity-gate.ts) unless its pace yields to the clock
 *    (yielding.ts).
 * 4. Batch: busy ≥ 97 % on the average of 2 s, and for longer than a rush of requests may last (arrival-burst.ts), until it is < 93 %: a queue of
 *    requests that is busy for a few seconds is latency work at its worst. Everything else is latency work.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import type { LiveReading, PolicyReading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';
import { raisedAt } from '../../model/stretch-ages.js';
import { type Policy, policyScope, type Topology, tickMsOf } from '../../model/topology.js';
import { kilohertz } from '../../model/units.js';
import { dilation } from './dilation.js';
import { type DomainFeatures, DomainState, restoredDomain } from './domain-state.js';
import { emaWeight } from './ema.js';
import { MissLatency } from './miss-latency.js';
import { NearTrip } from './near-trip.js';

export type { DomainFeatures };

const batchFrom = 0.97;
const batchUntil = 0.93;
const batchWeight = emaWeight(2);

/** Follows all domains of a machine. What it knows is stored by policy id, so it outlives a new topology. O(working CPUs) per reading. */
export class FeatureTracker implements Stateful {
  private readonly domains = new Recurring<DomainState, number>();
  private readonly latency = new MissLatency();
  private readonly heat = new NearTrip();

  /**
   * Features in the order of the topology's policies, valid until the next reading. `asked` gives the max_freq that was asked for last for a policy,
   * in kHz.
   */
  follow(
    reading: LiveReading,
    topology: Topology,
    asked: (policy: number) => number | undefined = () => undefined,
  ): readonly DomainFeatures[] {
    const out = new Array<DomainFeatures>(topology.policies.length);
    let known = 0;
    const tickMs = tickMsOf(topology.sensors);
    const nearTrip = this.heat.follow(reading.zones, topology);
    for (let i = 0; i < topology.policies.length; i++) {
      const policy = topology.policies[i];
      const seen = reading.policies[i];
      if (policy === undefined || seen === undefined) continue;
      const domain = this.known(policy);
      if (domain.reach.asksForBoost) domain.reach.boost = boosts(reading, policy);
      out[known++] = this.domain(domain, seen, asked(policy.id), reading.interval, nearTrip);
      if (domain.demand !== undefined) followStretches(domain, seen, reading.interval, tickMs);
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
    domain: DomainState,
    seen: PolicyReading,
    asked: number | undefined,
    interval: number,
    nearTrip: boolean,
  ): DomainFeatures {
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
    domain.mostComputeShare = share.most;
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
    // At the top of the range nothing is capped, whatever that frequency is called.
    const cap = seen.max ?? open;
    domain.slowdown = cap < reach.most && khz >= atCap * cap ? domain.dilation - 1 : 0;
    domain.utilisation += domain.window.take(interval) * (atTop - domain.utilisation);
    domain.usuallyBusy += batchWeight(interval) * (busy - domain.usuallyBusy);
    domain.stretch.follow(busy, interval, domain.batch);
    domain.batch =
      domain.usuallyBusy >= (domain.batch ? batchUntil : batchFrom) && (domain.batch || domain.stretch.over);
    return busy * x;
  }

  /** Whether the load has its own pace. */
  private judge(domain: DomainState, seen: PolicyReading, interval: number): void {
    const { gate, yielding, bunching, demand, worked, dilation } = domain;
    const { busy, frequency = noClock, contextSwitches } = seen;
    gate.follow(bunching, busy, interval);
    const switches = demand === undefined ? undefined : contextSwitches;
    yielding.follow(gate.opening, domain.regular, { interval, khz: frequency, worked, dilation, switches });
    domain.regular = gate.regular && !yielding.yields;
  }

  private known(policy: Policy): DomainState {
    const found = this.domains.find(policy.id) ?? this.domains.add(policy.id, new DomainState(policy));
    found.describe(policy);
    return found;
  }
}

function followStretches(
  { stretches, reach, share, dilation: mean }: DomainState,
  seen: PolicyReading,
  interval: number,
  tickMs: number,
): void {
  const { young, busySeconds = 0, start = open, raiseMs = 0, startShare = 0, max = open } = seen;
  if (young === undefined) return;
  const at = (khz: number): number => dilation(share.value, Math.min(1, khz / reach.top));
  const steps =
    raiseMs > 0
      ? { startDilation: at(start), dilation: at(max), raisedAt: raisedAt(raiseMs, tickMs), startShare }
      : { startDilation: 1, dilation: mean, raisedAt: 0, startShare: 0 };
  stretches.take({ young, busySeconds, ...steps }, interval);
}

/** Whether its boost may be on; a switch that can't be read says nothing. */
function boosts({ state }: LiveReading, { id }: Policy): boolean {
  return (state(`${policyScope(id)}.boost`) ?? state('boost')) !== 0 && state('boost') !== 0;
}

const noClock = kilohertz(0);
/** No limit. */
const open = Number.POSITIVE_INFINITY;
/** The cap holds a clock that is this close to it. */
const atCap = 0.97;
/** No clock is this slow: such a value is not a frequency. */
const slowest = 1e-3;
/** Below this busy share the counters show only housekeeping. */
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

/**
 * Thermal: cap all frequency domains so that no zone reaches its trip point.
 *
 * 1. A zone counts if it has a plausible passive, hot or critical trip; its target is 2 °C below (critical: 7 °C; thermal-target.ts). Of parts with
 *    heat of their own only hot and critical trips do. The configuration may ask for a lower temperature, also for zones without trips that the CPUs
 *    heat.
 * 2. If its heat model is trusted (heat-model.ts) and the package's draw at other clocks is known, the power that keeps the zone below the target in
 *    5 s bounds the clocks (foresight.ts).
 * 3. The integrator (integrator.ts) handles all other zones: excess = where the slope leads in 1 s − target, the largest of theirs. It begins from
 *    the share in force, so it is never slower to act for having waited.
 * 4. Propose the lower of the two shares of the range, as a safety bound, while it is below the full range.
 */

import { quantiseDown } from '../../model/operating-point.js';
import { type Saved, savedEntries } from '../../model/saved.js';
import type { ZoneReading } from '../../model/sensing/reading.js';
import { type Target, wanted, zoneTarget } from '../../model/thermal-target.js';
import { type Policy, policyScope, type Topology } from '../../model/topology.js';
import type { IntervalProposal, Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';
import { PowerCurves } from '../power-curve/power-curves.js';
import { Foresight } from './foresight.js';
import { PowerModes } from './heat-model-modes.js';
import { Integrator } from './integrator.js';
import { ZoneHeat } from './zone-heat.js';

const horizonSeconds = 5;

/** The zone that decides. */
interface Worst {
  readonly zone: ZoneHeat;
  readonly type: string;
  readonly target: Target;
}

export class ThermalRule implements Rule {
  readonly name = 'thermal';
  private readonly power: PowerCurves;
  private readonly horizon: number;
  private readonly modes = new PowerModes();
  private readonly zones = new Map<string, ZoneHeat>();
  private readonly integrator = new Integrator();
  private readonly foresight: Foresight;
  private last: readonly IntervalProposal[] = [];
  private targets:
    | {
        readonly from: Topology;
        readonly asked: number | undefined;
        readonly bySignal: ReadonlyMap<string, Target | undefined>;
      }
    | undefined;

  /** `power`: the curves of the machine, which this rule keeps up to date; `horizon`: how far it looks ahead, s. */
  constructor(power = new PowerCurves(), horizon = horizonSeconds) {
    this.power = power;
    this.horizon = horizon;
    this.foresight = new Foresight(power, horizon);
  }

  propose({ reading, topology, target: asked }: Situation): readonly Proposal[] {
    const { interval, suspended, zones } = reading;
    this.power.follow(reading, topology);
    if (suspended > 0) this.modes.sleep(suspended);
    this.modes.push(this.power.watts, interval);
    if (this.targets?.from !== topology || this.targets.asked !== asked) {
      const bySignal = new Map(topology.zones.map(z => [z.signal, zoneTarget(z, asked)]));
      this.targets = { from: topology, asked, bySignal };
      // If no zone counts any more, nothing would ever release the cap.
      if (topology.zones.every(z => bySignal.get(z.signal) === undefined)) this.letGo();
    }
    const inForce = this.share;
    const curves = this.power.drawAt(1) !== undefined;
    let foreseen: Worst | undefined;
    let felt: Worst | undefined;
    this.foresight.begin();
    for (const seen of zones) {
      const target = this.targets.bySignal.get(seen.signal);
      if (target === undefined) continue;
      const zone = this.follow(seen, interval, suspended);
      const worst = { zone, type: seen.type, target };
      const handed = zone.foreseen;
      zone.foreseen = curves && zone.model.trusted;
      if (zone.foreseen) {
        if (this.foresight.take(zone.model, target.celsius)) foreseen = worst;
        continue;
      }
      if (handed) this.integrator.share = Math.min(this.integrator.share, inForce);
      if (felt === undefined || excess(worst) > excess(felt)) felt = worst;
    }
    // A zone that cannot be read now has not cooled: the last request still holds.
    if (foreseen === undefined && felt === undefined) return this.last;
    if (foreseen === undefined) this.foresight.share = 1;
    else this.foresight.settle(interval);
    if (felt === undefined) this.integrator.share = 1;
    else this.integrator.push(excess(felt), interval);
    this.last = this.caps(topology, foreseen, felt);
    return this.last;
  }

  /** The power curves are shared: their creator saves them. */
  save() {
    const { modes, zones, integrator, foresight, last } = this;
    const shares = { integrator: integrator.save(), foresight: foresight.save() };
    return { modes: modes.save(), zones: savedEntries(zones), ...shares, last };
  }

  restore(saved: Saved<ThermalRule>): void {
    this.modes.restore(saved.modes);
    this.zones.clear();
    for (const [signal, heat] of saved.zones) {
      const zone = new ZoneHeat(this.modes);
      zone.restore(heat);
      this.zones.set(signal, zone);
    }
    this.integrator.restore(saved.integrator);
    this.foresight.restore(saved.foresight);
    this.last = saved.last;
  }

  private letGo(): void {
    this.last = [];
    this.integrator.share = 1;
    this.foresight.share = 1;
  }

  /** Share of the range that is in force. */
  private get share(): number {
    return Math.min(this.integrator.share, this.foresight.share);
  }

  private follow({ signal, temperature }: ZoneReading, interval: number, suspended: number): ZoneHeat {
    let zone = this.zones.get(signal);
    if (zone === undefined) {
      zone = new ZoneHeat(this.modes);
      this.zones.set(signal, zone);
    }
    zone.push(temperature, interval, suspended);
    return zone;
  }

  /** The current proposals: the previous ones while they say the same. */
  private caps(
    { policies }: Topology,
    foreseen: Worst | undefined,
    felt: Worst | undefined,
  ): readonly IntervalProposal[] {
    const byModel = foreseen !== undefined && this.foresight.share <= this.integrator.share;
    const code = byModel ? 'foreseen' : 'near-trip';
    let same = 0;
    let capped = 0;
    for (const policy of policies) {
      const max = this.capOf(policy);
      if (max >= policy.hw_max) continue;
      const before = this.last[capped++];
      if (before?.interval.max === max && before.reason.code === code) same++;
    }
    if (same === capped && capped === this.last.length) return this.last;
    const facts = byModel ? this.foreseenFacts(foreseen) : felt === undefined ? {} : feltFacts(felt);
    return policies.flatMap((policy): IntervalProposal[] => {
      const max = this.capOf(policy);
      if (max >= policy.hw_max) return [];
      return [
        {
          kind: 'interval',
          scope: policyScope(policy.id),
          control: 'freq',
          priority: 'safety',
          interval: { min: Number.NEGATIVE_INFINITY, max },
          reason: { rule: this.name, code, facts },
        },
      ];
    });
  }

  private capOf(policy: Policy): number {
    return quantiseDown(policy, policy.hw_min + this.share * (policy.hw_max - policy.hw_min));
  }

  private foreseenFacts({ zone, type, target }: Worst): Facts {
    const full = this.power.drawAt(1) ?? Number.NaN;
    return {
      zone: type,
      temperature_c: round(zone.now),
      predicted_c: round(zone.model.predict(full, this.horizon)),
      in_s: this.horizon,
      allowed_w: round(this.foresight.watts),
      full_w: round(full),
      error_c: round(zone.model.error),
      trip_c: target.trip,
      trip: target.type,
    };
  }
}

type Facts = Readonly<Record<string, number | string>>;

const round = (t: number): number => Math.round(t * 10) / 10;

const excess = ({ zone, target }: Worst): number => zone.predicted - target.celsius;

const feltFacts = ({ zone, type, target }: Worst): Facts => ({
  zone: type,
  temperature_c: round(zone.now),
  predicted_c: round(zone.predicted),
  trip_c: target.trip,
  trip: target.type,
});

/** A trip, or the temperature that the configuration asks for. */
const limit = (trip: string | number | undefined, celsius: string | number | undefined): string =>
  trip === wanted ? `the ${celsius} °C that the configuration asks for` : `its ${trip} trip at ${celsius} °C`;

const sentences: Sentences = {
  'near-trip': ({ zone, temperature_c, predicted_c, trip_c, trip }) =>
    `${zone} is at ${temperature_c} °C and heading for ${predicted_c} °C, close to ${limit(trip, trip_c)}`,
  foreseen: ({ zone, temperature_c, predicted_c, in_s, allowed_w, full_w, error_c, trip_c, trip }) =>
    `${zone} is at ${temperature_c} °C and at full clock (${full_w} W) would be at ${predicted_c} °C in ${in_s} s; ` +
    `${allowed_w} W keep it below ${limit(trip, trip_c)} (such predictions are off by ${error_c} °C)`,
};

const short: Sentences = {
  'near-trip': ({ zone, temperature_c, trip_c }) => `${zone} is at ${temperature_c} °C, its limit ${trip_c} °C`,
  foreseen: ({ zone, predicted_c, trip_c }) =>
    `the full clock would bring ${zone} to ${predicted_c} °C, its limit is ${trip_c} °C`,
};

export const thermalRule: RuleEntry = {
  name: 'thermal',
  sentences,
  short,
  create: ({ power }) => new ThermalRule(power),
};

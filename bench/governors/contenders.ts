/** All governors that are compared: the kernel's, ours, ours with a part left out or replaced, a static cap. */

import type { Rule, Situation } from '../../src/governor/arbitration/rule.js';
import { StrictCapRule } from '../../src/governor/cpu/strict-cap-rule.js';
import { type DomainFeatures, DomainState } from '../../src/governor/features/domain-state.js';
import { PowerCurves } from '../../src/governor/power-curve/power-curves.js';
import { newRules } from '../../src/governor/registry.js';
import { busyShare } from '../../src/lattice/metrics/bunching.js';
import { StreamingBunching } from '../../src/lattice/metrics/streaming-bunching.js';
import type { KernelGovernor } from '../../src/machine/simulated/firmware/governor-contract.js';
import { Hwp } from '../../src/machine/simulated/firmware/hwp.js';
import { type GovernorName, governorNames } from '../../src/machine/simulated/firmware/kernel-governor.js';
import type { Policy } from '../../src/model/topology.js';
import { LagOne } from './lag-one.js';
import type { Variant } from './lattice-run.js';

export const kernelGovernors: readonly GovernorName[] = governorNames;

/** Firmware that picks the P-state itself, by energy performance preference. */
export const firmware: Readonly<Record<string, () => KernelGovernor>> = {
  'HWP balance_performance': () => new Hwp(128),
  'HWP balance_power': () => new Hwp(192),
  'HWP power': () => new Hwp(255),
};

const base: GovernorName = 'schedutil';

const without = (name: string) => (): Rule[] => newRules().filter(rule => rule.name !== name);

/** A rule that is given wrong features. */
class Misled implements Rule {
  readonly name: string;
  private readonly rule: Rule;
  private readonly change: (f: DomainFeatures, policy: Policy) => Partial<DomainFeatures>;

  constructor(rule: Rule, change: Misled['change']) {
    this.name = rule.name;
    this.rule = rule;
    this.change = change;
  }

  propose(situation: Situation) {
    const { policies } = situation.topology;
    const features = situation.features.map((f, i) => {
      const policy = policies[i];
      return policy === undefined ? f : { ...f, ...this.change(f, policy) };
    });
    return this.rule.propose({ ...situation, features });
  }

  save(): unknown {
    return this.rule.save();
  }

  restore(saved: unknown): void {
    this.rule.restore(saved);
  }
}

/** Our rules, with wrong features for those of the given name. */
const misled = (name: RegExp, change: Misled['change']) => (): Rule[] =>
  newRules().map(rule => (name.test(rule.name) ? new Misled(rule, change) : rule));

/** Our rules with a new strict cap; `power` is what the others have learned. */
const strict = (make: (power: PowerCurves) => Rule) => (): Rule[] => {
  const power = new PowerCurves();
  return newRules(power).map(rule => (rule.name === 'strict-cap' ? make(power) : rule));
};

/** The gate's own answer. */
function gateOf(f: DomainFeatures): DomainState['gate'] {
  if (!(f instanceof DomainState)) throw new Error('features that nobody has changed are a domain’s state');
  return f.gate;
}

/** λ of the resolvent whose causal form is an EMA of weight α: ρ = 1 − α, λ = ρ/(1 − ρ)². */
const lambdaOfEma = (alpha: number): number => (1 - alpha) / alpha ** 2;

export const variants: Readonly<Record<string, Variant>> = {
  lattice: { base },
  'lattice in milliseconds': { base, promised: { in: 'milliseconds' } },
  'lattice on performance': { base: 'performance' },
  'without reflex': { base, rules: without('reflex') },
  'without pace': { base, rules: without('pace') },
  'without strict cap': { base, rules: without('strict-cap') },
  'without counters': { base, hide: /\.(aperf|pperf|cache_misses|instructions)$/ },
  'misses for stalls': { base, hide: /\.(aperf|pperf)$/ },
  'EMA 0.2 for φ': { base, meter: () => new StreamingBunching(busyShare, lambdaOfEma(0.2)) },
  'EMA 0.9 for φ': { base, meter: () => new StreamingBunching(busyShare, lambdaOfEma(0.9)) },
  'lag-1 gate': { base, meter: () => new LagOne() },
  // Without the gate: pace any load.
  'always pace': { base, rules: misled(/^pace$/, () => ({ regular: true })) },
  'without censoring': { base, rules: misled(/^pace$/, f => ({ busy: Math.min(f.busy ?? 0, 0.9) })) },
  'without floor': { base, rules: misled(/^(pace|strict-cap)$/, () => ({ nearTrip: true })) },
  'without thermal': { base, rules: without('thermal') },
  'without ledger': { base, rules: misled(/^strict-cap$/, () => ({ worked: 0 })) },
  'without alternation': { base, rules: strict(power => new StrictCapRule(power.critical, false)) },
  'without yielding': {
    base,
    rules: misled(/^(pace|strict-cap)$/, f => ({ regular: gateOf(f).regular })),
  },
  'without rush': { base, rules: misled(/^strict-cap$/, () => ({ rush: 1 })) },
  'without critical frequency': { base, rules: strict(() => new StrictCapRule(() => 0)) },
  'without learned power': { base, rules: strict(() => new StrictCapRule(new PowerCurves().critical)) },
  'all work as latency': { base, rules: misled(/^strict-cap$/, () => ({ batch: false })) },
  'all work as batch': { base, rules: misled(/^strict-cap$/, () => ({ batch: true })) },
  'without reach': { base, rules: misled(/^(pace|strict-cap)$/, (_, { hw_max }) => ({ top: hw_max, look: false })) },
};

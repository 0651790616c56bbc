/** Everybody who is compared: the kernel's governors, ours, ours with a part left out or replaced, a static cap. */
import { newRules } from '../../src/daemon/stages.js';
import { PaceRule } from '../../src/governor/pace.js';
import type { Rule, Situation } from '../../src/governor/rule.js';
import { busyShare } from '../../src/lattice/bunching.js';
import { StreamingBunching } from '../../src/lattice/streaming-bunching.js';
import { type GovernorName, governorNames } from '../../src/machine/simulated/core/governor.js';
import { LagOne } from './lag-one.js';
import type { Variant } from './lattice-run.js';

export const kernelGovernors: readonly GovernorName[] = governorNames;

const base: GovernorName = 'schedutil';

const without = (name: string) => (): Rule[] => newRules().filter(rule => rule.name !== name);

/** Pacing whatever comes: the gate taken away. */
class AlwaysPace implements Rule {
  readonly name = 'pace';
  private readonly pace = new PaceRule();

  propose(situation: Situation) {
    return this.pace.propose({ ...situation, features: situation.features.map(f => ({ ...f, regular: true })) });
  }
}

/** λ of the resolvent whose causal form is an EMA of weight α: ρ = 1 − α, λ = ρ/(1 − ρ)². */
const lambdaOfEma = (alpha: number): number => (1 - alpha) / alpha ** 2;

export const variants: Readonly<Record<string, Variant>> = {
  lattice: { base },
  'lattice on performance': { base: 'performance' },
  'without pace': { base, rules: without('pace') },
  'without strict cap': { base, rules: without('strict-cap') },
  'without counters': { base, hide: /\.(aperf|pperf|cache_misses|instructions)$/ },
  'misses for stalls': { base, hide: /\.(aperf|pperf)$/ },
  'EMA 0.2 for φ': { base, meter: () => new StreamingBunching(busyShare, lambdaOfEma(0.2)) },
  'EMA 0.9 for φ': { base, meter: () => new StreamingBunching(busyShare, lambdaOfEma(0.9)) },
  'lag-1 gate': { base, meter: () => new LagOne() },
  'always pace': {
    base,
    rules: () => newRules().map(rule => (rule.name === 'pace' ? new AlwaysPace() : rule)),
  },
};

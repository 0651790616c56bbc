/**
 * Which start step a domain has. Every step keeps the promise, so a step may be tried without harm: that is how the power of clocks becomes known.
 *
 * 1. First a second at full clock, then once a second the cheapest step (start-step.ts). The step in force stays while another would save less than
 *    2 %.
 * 2. In one of eight seconds a step is tried that seems to cost at most 5 % more than the best, but runs at a clock whose power was not measured; each
 *    once.
 * 3. room.ts says how much of D there is.
 * 4. Work that is mostly in long stretches is better off with the strict cap, which costs a stretch of r at most ε·r.
 */

import type { Saved, Stateful } from '../../model/saved.js';
import type { Policy } from '../../model/topology.js';
import { cappedShare } from '../features/dilation.js';
import type { DomainFeatures } from '../features/features.js';
import type { PowerCurves } from '../power-curve/power-curves.js';
import { room } from './room.js';
import { type StartStep, stepAt, steps, type Terms } from './start-step.js';
import { latencyBudget } from './strict-cap-rule.js';

const everySeconds = 1;
/** What another step has to save, as a share. */
const worthChanging = 0.02;
/** What an unmeasured step may seem to cost more than the best, as a share. */
const worthTrying = 0.05;
const betweenTries = 8;
/** s for which each is tried. */
const mostTries = 1;

/** What a domain's clock is left to: a step, the full clock while its power is being learned, or the strict cap. */
export type Choice = StartStep | 'full' | 'strict';

export type KnownPower = Pick<PowerCurves, 'cost' | 'critical' | 'measured'>;

interface Asked extends Omit<Terms, 'cost'> {
  readonly interval: number;
  readonly slowdown: number;
}

export class StepChoice implements Stateful {
  private choice: Choice = 'full';
  private since = everySeconds;
  private turn = 0;
  /** s for which each clock was tried, by kHz. */
  private readonly tried = new Map<number, number>();

  /** Takes `interval` s; `most`: D, ms, `slowdown`: ε. */
  follow(policy: Policy, f: DomainFeatures, power: KnownPower, { interval, slowdown, ...promise }: Asked): Choice {
    this.since += interval;
    if (this.since < everySeconds) return this.choice;
    this.since = 0;
    this.turn++;
    const most = room(promise.most, f);
    this.choice = this.next(policy, f, power, slowdown, { ...promise, most, cost: power.cost });
    return this.choice;
  }

  save() {
    const { choice, since, turn, tried } = this;
    return { choice, since, turn, tried: [...tried] };
  }

  restore({ choice, since, turn, tried }: Saved<StepChoice>): void {
    this.choice = choice;
    this.since = since;
    this.turn = turn;
    this.tried.clear();
    for (const [khz, seconds] of tried) this.tried.set(khz, seconds);
  }

  private next(policy: Policy, f: DomainFeatures, power: KnownPower, slowdown: number, terms: Terms): Choice {
    const { cost, critical } = power;
    if (this.tries(policy, power, f.top)) return 'full';
    const lowest = critical(policy, f.computeShare);
    const all = steps(policy, f, lowest, terms);
    let best: StartStep | undefined;
    for (const step of all) if (step.cost < (best?.cost ?? 1)) best = step;
    const allowed = latencyBudget(slowdown, f.utilisation, f.rush);
    const capped = Math.max(lowest, f.top * cappedShare(f.computeShare, allowed));
    const strict = cost(policy, capped, f.computeShare) / cost(policy, f.top, f.computeShare);
    const stay = this.choice === 'strict' ? 0 : worthChanging;
    if (best === undefined || strict < best.cost - stay) return 'strict';
    if (this.turn % betweenTries === 0) {
      const untried = this.nearestUntried(policy, power, all, best);
      if (untried !== undefined) return untried;
    }
    const held = typeof this.choice === 'string' ? undefined : stepAt(policy, f, this.choice.khz, terms);
    return held !== undefined && held.cost < best.cost + worthChanging ? held : best;
  }

  private nearestUntried(
    policy: Policy,
    power: KnownPower,
    all: readonly StartStep[],
    best: StartStep,
  ): StartStep | undefined {
    const near = all.filter(s => s.cost <= best.cost + worthTrying);
    near.sort((a, b) => Math.abs(a.khz - best.khz) - Math.abs(b.khz - best.khz));
    return near.find(step => this.tries(policy, power, step.khz));
  }

  /** Whether a clock is to be tried now. */
  private tries(policy: Policy, { measured }: KnownPower, khz: number): boolean {
    const seconds = this.tried.get(khz) ?? 0;
    if (seconds >= mostTries || measured(policy, khz)) return false;
    this.tried.set(khz, seconds + everySeconds);
    return true;
  }
}

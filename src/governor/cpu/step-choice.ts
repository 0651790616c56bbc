/**
 * Which start step a domain has. Every step keeps the promise, so a step may be tried without harm: that is how the power of clocks becomes known.
 *
 * 1. First half a second at full clock, then once a second the cheapest step (start-step.ts). The step in force stays while another would save less
 *    than 2 %.
 * 2. A step is tried that would save 2 % against the cheapest if a measurement of its clock moved its cost by two standard deviations of what that may
 *    do (power-curve.ts): first the one that could save most. A try lasts until 0.1 s of work was done, 0.4 to 4 s. Each eighth of the range is tried
 *    twice at most: what no reading tells apart is left alone.
 * 3. room.ts says how much of D there is.
 * 4. Work that is mostly in long stretches is better off with the strict cap, which costs a stretch of r at most ε·r.
 */

import type { Asked } from '../../model/people/asked.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { Policy } from '../../model/topology.js';
import { cappedShare } from '../features/dilation.js';
import type { DomainFeatures } from '../features/features.js';
import type { PowerCurves } from '../power-curve/power-curves.js';
import type { TaskView } from '../tasks/task-view.js';
import { isMixed, type Room, room } from './room.js';
import { type StartStep, stepAt, steps, type Terms } from './start-step.js';
import { latencyBudget } from './strict-cap-rule.js';

const everySeconds = 1;
/** What another step has to save, as a share. */
const worthChanging = 0.02;
/** Standard deviations by which a measurement may make a step cheaper, and what it has to save then, as a share. */
const deviations = 2;
const worthTrying = 0.02;
/** Busy time for which a step is tried, and the bounds of the time that takes, s. */
const triedWork = 0.1;
const shortestTry = 0.4;
const longestTry = 4;
/** Tries of each part of the range, and how many parts it has. */
const mostTries = 2;
const parts = 8;
/** s at full clock, while its power is not known. */
const lookSeconds = 0.5;
/** s for which a long stretch says that more may come. */
const expectedSeconds = 60;

const partOf = ({ hw_min, hw_max }: Policy, khz: number): number =>
  Math.min(parts - 1, Math.floor((parts * (khz - hw_min)) / (hw_max - hw_min)));

/** What a domain's clock is left to: a step, the full clock while its power is being learned, or the strict cap. */
export type Choice = StartStep | 'full' | 'strict';

export type KnownPower = Pick<PowerCurves, 'cost' | 'critical' | 'measured' | 'doubt'>;

interface Promised extends Omit<Terms, 'cost'> {
  readonly interval: number;
  readonly slowdown: number;
  readonly asked?: Asked | undefined;
  readonly tasks: TaskView | undefined;
}

export class StepChoice implements Stateful {
  /** Of the choice. */
  room: Room = { ms: 0, by: 'stretches' };
  private choice: Choice = 'full';
  private since = everySeconds;
  /** s for which the choice stands. */
  private lasts = everySeconds;
  /** s at full clock for its power's sake. */
  private looked = 0;
  /** s for which long stretches may come. */
  private expectsLong = 0;
  /** Clock of the step that was chosen last and not only tried, kHz. */
  private held: number | undefined;
  /** How often each part of the range was tried. */
  private readonly tried = new Array<number>(parts).fill(0);

  /** Takes `interval` s; `most`: D, ms, `slowdown`: ε. */
  follow(policy: Policy, f: DomainFeatures, power: KnownPower, promised: Promised): Choice {
    const { interval, slowdown, asked, tasks, ...promise } = promised;
    this.since += interval;
    if (this.since < this.lasts) return this.choice;
    this.expectsLong = isMixed(f) ? expectedSeconds : Math.max(0, this.expectsLong - this.since);
    this.since = 0;
    this.lasts = everySeconds;
    this.room = room(promise.most, { ...f, mixed: this.expectsLong > 0 }, tasks, asked?.deadline);
    const allowed = asked?.batch === undefined ? latencyBudget(slowdown, f.utilisation, f.rush) : slowdown;
    this.choice = this.next(policy, f, power, allowed, { ...promise, most: this.room.ms, cost: power.cost });
    return this.choice;
  }

  save() {
    const { room, choice, since, lasts, looked, expectsLong, held, tried } = this;
    return { room, choice, since, lasts, looked, expectsLong, held, tried: tried.slice() };
  }

  restore({ room, choice, since, lasts, looked, expectsLong, held, tried }: Saved<StepChoice>): void {
    this.room = room;
    this.choice = choice;
    this.since = since;
    this.lasts = lasts;
    this.looked = looked;
    this.expectsLong = expectsLong;
    this.held = held;
    this.tried.splice(0, parts, ...tried);
  }

  /** `allowed`: ε′ of the strict cap. */
  private next(policy: Policy, f: DomainFeatures, power: KnownPower, allowed: number, terms: Terms): Choice {
    const { critical } = power;
    if (this.looksAtFull(policy, power, f.top)) return 'full';
    const lowest = critical(policy, f.computeShare);
    const all = steps(policy, f, lowest, terms);
    let best: StartStep | undefined;
    for (const step of all) if (step.cost < (best?.cost ?? 1)) best = step;
    const capped = Math.max(lowest, f.top * cappedShare(f.computeShare, allowed));
    const strict = terms.cost(policy, capped, f.computeShare) / terms.cost(policy, f.top, f.computeShare);
    const stay = this.choice === 'strict' ? 0 : worthChanging;
    if (best === undefined || strict < best.cost - stay) return 'strict';
    const held = this.held === undefined || this.choice === 'strict' ? undefined : stepAt(policy, f, this.held, terms);
    const chosen = held !== undefined && held.cost < best.cost + worthChanging ? held : best;
    this.held = chosen.khz;
    return this.toTry(policy, f, power, best, { ...terms, lowest }) ?? chosen;
  }

  /** The step whose power matters most and is not known well. */
  private toTry(
    policy: Policy,
    f: DomainFeatures,
    { cost, doubt }: KnownPower,
    best: StartStep,
    { lowest, ...terms }: Terms & { readonly lowest: number },
  ): StartStep | undefined {
    const hoped: Terms['cost'] = (_, khz, computeShare) =>
      cost(policy, khz, computeShare) *
      (khz < f.top ? Math.max(0, 1 - deviations * doubt(policy, khz, best.khz, f.utilisation)) : 1);
    let found: StartStep | undefined;
    for (const step of steps(policy, f, lowest, { ...terms, cost: hoped }))
      if (step.cost < (found?.cost ?? best.cost - worthTrying) && this.triesOf(policy, step) < mostTries) found = step;
    if (found === undefined) return undefined;
    const part = partOf(policy, found.khz);
    this.tried[part] = this.triesOf(policy, found) + 1;
    this.lasts = Math.min(longestTry, Math.max(shortestTry, triedWork / f.utilisation));
    return stepAt(policy, f, found.khz, terms);
  }

  private triesOf(policy: Policy, { khz }: StartStep): number {
    return this.tried[partOf(policy, khz)] ?? 0;
  }

  /** Whether full clock is to be held now, as its power is not known. */
  private looksAtFull(policy: Policy, { measured }: KnownPower, top: number): boolean {
    if (this.looked >= lookSeconds || measured(policy, top)) return false;
    this.looked += lookSeconds;
    this.lasts = lookSeconds;
    return true;
  }
}

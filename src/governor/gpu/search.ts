/**
 * The search for the least energy of one kind of work within the slowdown ε.
 *
 * 1. Look at it without a limit for 20 s: progress and power to compare with. Where a setting seems more than 2 % faster, that look was bad: another replaces it.
 * 2. Try settings from the top down (ladder.ts), each for some seconds after the 3 s that it takes to show in averages of a second.
 * 3. Hold the two settings that together use least within ε (mix.ts), in turns (turns.ts). All that is seen meanwhile counts, and after each turn the
 *    mix is chosen again.
 * 4. Look again without a limit, or at a setting that may be better than it seemed, as far as the budget goes (look-budget.ts).
 * 5. Progress that is not what the setting is known for (pace-alarm.ts): conditions have changed, and all begins anew (controller.ts).
 */
import type { Saved, Stateful } from '../../model/saved.js';
import { costOf, hopefulPoint } from './hope.js';
import { type GpuKnob, topOf } from './knob.js';
import { nextProbe } from './ladder.js';
import { LookBudget } from './look-budget.js';
import { bestMix, isShared, type Mix } from './mix.js';
import type { GpuObservation } from './observation.js';
import { PaceAlarm } from './pace-alarm.js';
import { type Point, pointsOf } from './points.js';
import { type Refusal, refusalOf } from './refusal.js';
import { GpuTrials } from './trials.js';
import { Turns } from './turns.js';

export type Stage = 'reference' | 'trying' | 'holding' | 'looking';

export const settleSeconds = 3;
const lookSeconds = 20;
const trySeconds = 5;
const againSeconds = 15;
const mostSeconds = 120;
/** A setting that is held alone is judged anew this often. */
const holdSeconds = 60;
/** The share of ε that its errors may take from a mix before another look tells enough. */
const doubtful = 0.08;
/** ε counts as unchanged if it moves by less. */
const movedShare = 0.05;

export class GpuSearch implements Stateful {
  private readonly knob: GpuKnob;
  private readonly top: number;
  private readonly budget = new LookBudget();
  private readonly turns = new Turns();
  private readonly alarm = new PaceAlarm();
  /** Seconds at the present place, and that it is meant to be watched. */
  private since = 0;
  private wanted: number;
  private allowed = 0;
  /** A setting showed nothing in two minutes: no other is tried. */
  private closed = false;
  /** The first look was replaced by another; what both show is believed. */
  private doubted = false;
  /** Seconds of looks whose price is known once there is a mix. */
  private unpaid = 0;
  readonly trials: GpuTrials;
  private refused: Refusal = 'unclear';
  mix: Mix | undefined;
  stage: Stage = 'reference';
  place: number;
  /** Seconds for which something was held since its work runs. */
  heldFor = 0;

  /** `patience`: further seconds that the first look lasts. */
  constructor(knob: GpuKnob, patience = 0) {
    this.knob = knob;
    this.trials = new GpuTrials(knob);
    this.top = topOf(knob);
    this.place = this.top;
    this.wanted = lookSeconds + patience;
  }

  follow(view: GpuObservation, allowed: number): void {
    const moved = Math.abs(allowed - this.allowed) > movedShare * this.allowed;
    if (moved) this.allowed = allowed;
    if (moved && this.stage === 'holding') this.plan();
    this.since += view.seconds;
    this.budget.pass(view.seconds);
    const settled = this.since - settleSeconds;
    if (settled <= 0) {
      // Work that pauses every few seconds never settles, and must not stay at one setting for that.
      if (this.stage === 'holding') this.turn(view.seconds);
      return;
    }
    const seen = { ...view, progress: view.progress.filter(p => p.seconds <= settled) };
    this.trials.open(this.place).take(seen);
    if (this.stage === 'holding') this.hold(seen);
    else if (settled >= this.wanted && (this.isTold || settled >= mostSeconds)) this.end();
  }

  /** Whether conditions have changed since it was last looked at without a limit. */
  get isOff(): boolean {
    return this.alarm.rings;
  }

  /** Why no limit is held; undefined where one is. */
  get refusal(): Refusal | undefined {
    return this.mix === undefined || this.mix.share > 0 ? undefined : this.refused;
  }

  /** Its work runs again after other work. */
  resume(): void {
    this.heldFor = 0;
    this.interrupt();
    this.plan();
  }

  /** The work stopped for a while; what follows needs to settle. */
  interrupt(): void {
    this.trials.at(this.place)?.interrupt();
    this.since = 0;
    this.alarm.reset();
  }

  save() {
    const {
      budget,
      turns,
      alarm,
      since,
      wanted,
      allowed,
      closed,
      doubted,
      unpaid,
      trials,
      mix,
      refused,
      stage,
      place,
      heldFor,
    } = this;
    const parts = { budget: budget.save(), turns: turns.save(), alarm: alarm.save(), trials: trials.save() };
    return { ...parts, since, wanted, allowed, closed, doubted, unpaid, mix, refused, stage, place, heldFor };
  }

  restore(saved: Saved<GpuSearch>): void {
    this.budget.restore(saved.budget);
    this.turns.restore(saved.turns);
    this.alarm.restore(saved.alarm);
    this.trials.restore(saved.trials);
    ({ since: this.since, wanted: this.wanted, allowed: this.allowed, closed: this.closed } = saved);
    ({ doubted: this.doubted, unpaid: this.unpaid } = saved);
    ({ mix: this.mix, refused: this.refused, stage: this.stage, place: this.place, heldFor: this.heldFor } = saved);
  }

  /** Whether what is watched has told enough: reports may be far apart. */
  private get isTold(): boolean {
    const { trials, place, top } = this;
    if (place !== top) return trials.evidence(place) !== undefined;
    return trials.isSilent || trials.referenceSeconds >= lookSeconds / 2;
  }

  private end(): void {
    if (this.stage === 'reference' || this.stage === 'looking') this.unpaid += this.since;
    if (this.stage === 'trying' && !this.isTold) this.closed = true;
    this.plan();
  }

  private hold(view: GpuObservation): void {
    const { mix, place } = this;
    this.heldFor += view.seconds;
    const known = mix?.lower.place === place ? mix.lower : mix?.upper;
    this.alarm.take(view.progress, this.trials.at(this.top), {
      shortest: known === undefined ? 1 : known.time - known.error,
      longest: Math.max(known?.most ?? 1, 1 + this.allowed),
    });
    this.turn(view.seconds);
  }

  private turn(seconds: number): void {
    const { mix, turns } = this;
    const shared = mix !== undefined && isShared(mix);
    if (shared ? turns.pass(seconds, mix.share) : this.since > holdSeconds) this.plan();
  }

  private plan(): void {
    const { trials, knob, allowed, top } = this;
    if (trials.isReferenceBad && !this.doubted) {
      this.doubted = true;
      trials.drop(top);
      this.go(top, 'looking', lookSeconds);
      return;
    }
    const probe = this.closed ? undefined : nextProbe(knob, trials, allowed);
    if (probe !== undefined) {
      this.go(probe, 'trying', trySeconds);
      return;
    }
    const points = pointsOf(knob, trials);
    const mix = this.choose(points);
    const untried = [mix.lower, mix.upper].find(p => !p.tried);
    if (untried !== undefined && !this.closed) {
      this.go(untried.place, 'trying', trySeconds);
      return;
    }
    this.budget.pay(this.unpaid * priceOf(mix));
    this.unpaid = 0;
    if (this.look(mix, points)) return;
    const isLower = isShared(mix) ? this.turns.isLower : mix.share === 1;
    this.go(isLower ? mix.lower.place : mix.upper.place, 'holding', 0);
  }

  private choose(points: readonly Point[]): Mix {
    const mix = bestMix(points, this.allowed, this.mix);
    if (!isSamePair(mix, this.mix)) this.turns.begin();
    this.mix = mix;
    this.refused = refusalOf(points, this.allowed, this.trials.isSeen);
    return mix;
  }

  /** Whether something is looked at now. */
  private look(mix: Mix, points: readonly Point[]): boolean {
    const { budget, allowed, trials, top } = this;
    const hopeful = hopefulPoint(points, mix, allowed);
    if (hopeful !== undefined) {
      const price = (settleSeconds + againSeconds) * costOf(hopeful, mix);
      if (budget.isDue(price, true)) {
        budget.pay(price);
        this.go(hopeful.place, 'trying', againSeconds);
        return true;
      }
    }
    if (mix.upper.place === top || trials.isSilent) return false;
    const price = (settleSeconds + lookSeconds) * priceOf(mix);
    if (!budget.isDue(price, mix.most - mix.time > doubtful * allowed)) return false;
    this.go(top, 'looking', lookSeconds);
    return true;
  }

  private go(place: number, stage: Stage, wanted: number): void {
    if (place !== this.place || stage !== 'holding') {
      this.trials.at(this.place)?.interrupt();
      this.alarm.reset();
      this.since = 0;
    }
    this.place = place;
    this.stage = stage;
    this.wanted = wanted;
  }
}

/** What a second without a limit costs, in seconds of the energy that the mix uses. */
const priceOf = ({ energy, time }: Mix): number => ((1 - energy) * time) / energy;

const isSamePair = (a: Mix, b: Mix | undefined): boolean =>
  a.upper.place === b?.upper.place && a.lower.place === b.lower.place;

/**
 * The search for the least energy of one kind of work within the slowdown ε.
 *
 * 1. Look at it without a limit for 20 s: progress and power to compare with.
 * 2. Step down (step.ts).
 * 3. Wait 3 s for the setting to show in averages of a second, then watch power and progress until the verdict is clear (verdict.ts).
 * 4. Good, or within ε and nothing against it after 5 s: step further; whether such a setting pays has to be known only if no lower one does. Slow or
 *    expensive: back to the best at once, never try that setting again, and try what is left between the two.
 * 5. Unclear after 40 s because of the look: look again for 20 s, if the cost of that is allowed (probe-schedule.ts).
 * 6. Nothing left to try: hold, go on watching, and look again from time to time. If the setting turns out slow, move up.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import { type GpuKnob, topOf } from './knob.js';
import type { GpuObservation } from './observation.js';
import { ProbeSchedule } from './probe-schedule.js';
import { nextPlace } from './step.js';
import { GpuTrials } from './trials.js';
import { isClose, leadsDown, type Verdict, verdict } from './verdict.js';

export type Stage = 'reference' | 'trying' | 'holding' | 'looking';

export const settleSeconds = 3;
const lookSeconds = 20;
/** Number of standard errors below ε at which a slowdown counts as safe. */
const clear = 2;
const unclearSeconds = 40;
/** ε counts as unchanged if it moves by less. */
const movedShare = 0.05;

export class GpuSearch implements Stateful {
  private readonly knob: GpuKnob;
  private readonly top: number;
  private readonly good = new Set<number>();
  /** Places within ε with nothing against them, which were left for lower ones before they were known to pay. */
  private readonly passed = new Set<number>();
  /** Highest place that was refused. */
  private floor = -1;
  /** A place that gained nothing, but from which one further place is tried. */
  private probedBeyond: number | undefined;
  private refusedBy: Verdict | undefined;
  private back: number;
  private readonly looks = new ProbeSchedule();
  /** Seconds at the present place. */
  private since = 0;
  private allowed = 0;
  readonly trials: GpuTrials;
  stage: Stage = 'reference';
  place: number;

  constructor(knob: GpuKnob) {
    this.knob = knob;
    this.trials = new GpuTrials(knob);
    this.top = topOf(knob);
    this.place = this.top;
    this.back = this.top;
  }

  /** Lowest place that is good or passed. */
  get best(): number {
    return Math.min(this.top, ...this.good, ...this.passed);
  }

  /** Why the place below the best is not taken. */
  get refused(): Verdict | undefined {
    return this.floor < 0 ? undefined : this.refusedBy;
  }

  follow(view: GpuObservation, allowed: number): void {
    if (Math.abs(allowed - this.allowed) > movedShare * this.allowed) this.promise(allowed);
    this.since += view.seconds;
    this.looks.pass(view.seconds);
    const settled = this.since - settleSeconds;
    if (settled <= 0) return;
    this.trials.open(this.place).take({ ...view, progress: view.progress.filter(p => p.seconds <= settled) });
    if (this.stage === 'reference' || this.stage === 'looking') this.look(settled);
    else this.judge();
  }

  /** Its work runs again after other work. */
  resume(): void {
    this.interrupt();
    this.next();
  }

  /** The work stopped for a while; what follows needs to settle. */
  interrupt(): void {
    this.trials.at(this.place)?.interrupt();
    this.since = 0;
  }

  save() {
    const { good, passed, floor, probedBeyond, refusedBy, back, looks, since, allowed, trials, stage, place } = this;
    const places = { good: [...good], passed: [...passed], floor, probedBeyond, refusedBy, back };
    return { ...places, looks: looks.save(), since, allowed, trials: trials.save(), stage, place };
  }

  restore(saved: Saved<GpuSearch>): void {
    this.good.clear();
    for (const place of saved.good) this.good.add(place);
    this.passed.clear();
    for (const place of saved.passed) this.passed.add(place);
    this.looks.restore(saved.looks);
    this.trials.restore(saved.trials);
    ({ floor: this.floor, probedBeyond: this.probedBeyond, refusedBy: this.refusedBy, back: this.back } = saved);
    ({ since: this.since, allowed: this.allowed, stage: this.stage, place: this.place } = saved);
  }

  /** ε changed: what was refused may pass now, and what was good may not. */
  private promise(allowed: number): void {
    this.allowed = allowed;
    const refused = this.floor < 0 ? undefined : this.trials.evidence(this.floor, this.best);
    if (refused !== undefined && isClose(refused, allowed)) this.floor--;
    for (const place of [...this.good, ...this.passed]) {
      const known = this.trials.slowdown(place);
      if (known !== undefined && known.mean > allowed) this.forget(place);
    }
    if (this.stage === 'holding') this.next();
  }

  private look(settled: number): void {
    if (settled < lookSeconds) return;
    this.looks.end();
    if (this.stage === 'reference') this.next();
    else if (this.back === this.best) this.retry();
    else this.go(this.back, 'trying');
  }

  /** With a fresh reference, settings that were refused by little may be worth another try. */
  private retry(): void {
    this.looks.end();
    const refused = this.floor < 0 ? undefined : this.trials.evidence(this.floor, this.best);
    if (refused !== undefined && isClose(refused, this.allowed)) this.floor--;
    this.next();
  }

  private judge(): void {
    const { place } = this;
    if (place === this.top) {
      // While there is no limit the reference is watched all the time.
      if (this.looks.isWatched) this.retry();
      return;
    }
    const holding = this.stage === 'holding';
    // Once a setting is held, the question is whether no limit would be better.
    const evidence = this.trials.evidence(place, holding ? this.top : this.above(place));
    if (evidence === undefined) return;
    const found = verdict(evidence, this.allowed, holding ? 2 : 1);
    if (holding) this.hold(place, found);
    else if (found === 'good') this.accept(place, this.good);
    else if (found !== 'unclear') this.refuse(place, found);
    else if (!this.passed.has(place) && leadsDown(evidence, this.allowed)) this.accept(place, this.passed);
    else if (this.since > unclearSeconds && this.trials.referenceIsPoor(place) && this.looks.mayTry(this.price(place)))
      this.again(place);
  }

  /** Lowest place above one that is good or passed. */
  private above(place: number): number {
    return Math.min(this.top, ...[...this.good, ...this.passed].filter(other => other > place));
  }

  private accept(place: number, as: Set<number>): void {
    this.probedBeyond = undefined;
    this.passed.delete(place);
    as.add(place);
    this.next();
  }

  private forget(place: number): void {
    this.good.delete(place);
    this.passed.delete(place);
  }

  private hold(place: number, found: Verdict): void {
    if (found === 'slow' || found === 'dear') {
      if (this.looks.isStale) this.again(place);
      else this.refuse(place, found);
    } else if (this.looks.isDue(this.price(place), this.isUncertain(place))) this.again(place);
  }

  /** What a look costs, in seconds of the energy used at a place. */
  private price(place: number): number {
    const saved = 1 - this.trials.energy(place);
    return (settleSeconds + lookSeconds) * (saved / (this.trials.power(place) ?? 1));
  }

  /** Whether a better reference without a limit may change what is held. */
  private isUncertain(place: number): boolean {
    const known = this.trials.slowdown(place);
    const refused = this.floor < 0 ? undefined : this.trials.evidence(this.floor, this.best);
    const nearEdge = known !== undefined && known.mean + clear * known.error > this.allowed;
    return nearEdge || (refused !== undefined && isClose(refused, this.allowed));
  }

  private again(back: number): void {
    this.back = back;
    this.go(this.top, 'looking');
  }

  private refuse(place: number, by: Verdict): void {
    if (this.leadsOn(place, by)) {
      this.probedBeyond = place;
      this.go(place - 1, 'trying');
      return;
    }
    for (const other of [...this.good, ...this.passed]) if (other <= place) this.forget(other);
    this.floor = this.probedBeyond ?? place;
    this.refusedBy = this.probedBeyond === undefined ? by : 'dear';
    this.probedBeyond = undefined;
    this.next();
  }

  /** A setting that gains nothing and costs little time may lead to one that does: one place further is tried before it is refused. */
  private leadsOn(place: number, by: Verdict): boolean {
    const mean = this.trials.slowdown(place)?.mean ?? Number.POSITIVE_INFINITY;
    const fresh = this.probedBeyond === undefined && this.stage === 'trying' && place - 1 > this.floor;
    return by === 'dear' && fresh && mean <= this.allowed / 2;
  }

  private next(): void {
    const { best, floor, refusedBy, allowed } = this;
    const target = nextPlace(this.knob, this.trials, { best, floor, refusedBy, allowed });
    if (target === undefined) this.go(best, this.passed.has(best) ? 'trying' : 'holding');
    else this.go(target, 'trying');
  }

  private go(place: number, stage: Stage): void {
    if (place !== this.place) {
      this.trials.at(this.place)?.interrupt();
      this.since = 0;
    }
    this.place = place;
    this.stage = stage;
  }
}

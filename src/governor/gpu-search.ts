/**
 * The search for the least energy of one kind of work within the slowdown ε.
 *
 * 1. Look at it without a limit for 20 s: progress and power to compare with.
 * 2. Step down (gpu-step.ts).
 * 3. Wait 3 s for the setting to show in averages of a second, then watch power and progress until the verdict is clear (gpu-verdict.ts).
 * 4. Good: step further. Slow or dear: back to the best at once, and never there again, and try what is left between the two.
 * 5. Unclear after a minute because of the look: look again for 20 s, at most three times.
 * 6. Nothing left to try: hold, and go on watching. Look again for 20 s every half hour, as conditions drift, and after 10 and 20 minutes
 *    if more certainty might change the answer. What turns out slow is left upwards, after a fresh look if the last is older than 2 minutes.
 */
import { type GpuKnob, topOf } from './gpu-knob.js';
import { nextPlace } from './gpu-step.js';
import { GpuTrials } from './gpu-trials.js';
import { isClose, type Verdict, verdict } from './gpu-verdict.js';
import type { GpuView } from './gpu-view.js';

export type Stage = 'reference' | 'trying' | 'holding' | 'looking';

export const settleSeconds = 3;
const lookSeconds = { first: 30, again: 20 };
const lookEvery = { uncertain: 600, certain: 1800 };
/** Standard errors between a slowdown and ε that make it safe. */
const clear = 2;
const stale = 120;
const mostLooks = 3;
const unclearSeconds = 60;
/** ε that moves by less is the same. */
const movedShare = 0.05;

export class GpuSearch {
  private readonly knob: GpuKnob;
  private readonly top: number;
  private readonly good = new Set<number>();
  /** Highest place that was refused. */
  private floor = -1;
  /** A place that gained nothing, and beyond which one more is tried. */
  private stone: number | undefined;
  private refusedBy: Verdict | undefined;
  private back: number;
  private looks = 0;
  private patience = lookEvery.uncertain;
  /** Seconds at the present place, and since the last look ended. */
  private since = 0;
  private lookAge = 0;
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

  /** Lowest place known to be good. */
  get best(): number {
    return Math.min(this.top, ...this.good);
  }

  /** Why the place below the best is not taken. */
  get refused(): Verdict | undefined {
    return this.floor < 0 ? undefined : this.refusedBy;
  }

  follow(view: GpuView, allowed: number): void {
    if (Math.abs(allowed - this.allowed) > movedShare * this.allowed) this.promise(allowed);
    this.since += view.seconds;
    this.lookAge += view.seconds;
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

  /** What was going on has stopped for a while; what follows needs to settle. */
  interrupt(): void {
    this.trials.at(this.place)?.interrupt();
    this.since = 0;
  }

  /** Another ε: what was refused may do now, and what was good may not. */
  private promise(allowed: number): void {
    this.allowed = allowed;
    const refused = this.floor < 0 ? undefined : this.trials.evidence(this.floor, this.best);
    if (refused !== undefined && isClose(refused, allowed)) this.floor--;
    for (const place of this.good) {
      const known = this.trials.slowdown(place);
      if (known !== undefined && known.mean > allowed) this.good.delete(place);
    }
    if (this.stage === 'holding') this.next();
  }

  private look(settled: number): void {
    if (settled < (this.stage === 'reference' ? lookSeconds.first : lookSeconds.again)) return;
    this.lookAge = 0;
    if (this.stage === 'reference') this.next();
    else if (this.back === this.best) this.retry();
    else this.go(this.back, 'trying');
  }

  /** With a fresh reference what was refused by little may be worth another try. */
  private retry(): void {
    this.lookAge = 0;
    const refused = this.floor < 0 ? undefined : this.trials.evidence(this.floor, this.best);
    if (refused !== undefined && isClose(refused, this.allowed)) this.floor--;
    this.next();
  }

  private judge(): void {
    const { place } = this;
    if (place === this.top) {
      // All the while it is being looked at.
      if (this.lookAge > lookEvery.uncertain) this.retry();
      return;
    }
    const evidence = this.trials.evidence(place, this.best);
    const certainty = this.stage === 'holding' ? 2 : 1;
    const found = evidence === undefined ? 'unclear' : verdict(evidence, this.allowed, certainty);
    if (this.stage === 'holding') this.hold(place, found);
    else if (found === 'good') {
      this.stone = undefined;
      this.good.add(place);
      this.next();
    } else if (found !== 'unclear') this.refuse(place, found);
    else if (this.since > unclearSeconds / 2 && this.trials.referenceIsPoor(place) && this.looks < mostLooks) {
      this.looks++;
      this.again(place);
    }
  }

  private hold(place: number, found: Verdict): void {
    if (found === 'slow' || found === 'dear') {
      if (this.lookAge > stale) this.again(place);
      else this.refuse(place, found);
    } else if (this.lookAge > (this.isUncertain(place) ? this.patience : lookEvery.certain)) {
      this.patience = Math.min(lookEvery.certain, this.patience * 2);
      this.again(place);
    }
  }

  /** Whether better knowledge of no limit may change what is held. */
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
      this.stone = place;
      this.go(place - 1, 'trying');
      return;
    }
    this.good.delete(place);
    for (const lower of this.good) if (lower < place) this.good.delete(lower);
    this.floor = this.stone ?? place;
    this.refusedBy = this.stone === undefined ? by : 'dear';
    this.stone = undefined;
    this.next();
  }

  /** What gains nothing and costs little time may be the way to what does: one place further is tried before it is refused. */
  private leadsOn(place: number, by: Verdict): boolean {
    const mean = this.trials.slowdown(place)?.mean ?? Number.POSITIVE_INFINITY;
    const fresh = this.stone === undefined && this.stage === 'trying' && place - 1 > this.floor;
    return by === 'dear' && fresh && mean <= this.allowed / 2;
  }

  private next(): void {
    const { best, floor, refusedBy, allowed } = this;
    const target = nextPlace(this.knob, this.trials, { best, floor, refusedBy, allowed });
    if (target === undefined) this.go(best, 'holding');
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

/**
 * The search for the least energy of one kind of work within the slowdown ε.
 *
 * 1. Look at it without a limit for 20 s: progress and power to compare with.
 * 2. Step down: to where ε would be spent if the work followed the knob as much as it was seen to (all of it at first), an eighth of the range at most;
 *    the first time to where twice of it would be.
 * 3. Wait 3 s for the setting to show in averages of a second, then watch power and progress until the verdict is clear (gpu-verdict.ts).
 * 4. Good: step further, unless the next step would be far beyond ε. Slow or dear: back to the best at once, and never there again; between a good
 *    setting and a refused one try what interpolation suggests.
 * 5. Unclear after a minute because of the look: look again for 20 s, at most three times.
 * 6. Nothing left to try: hold, and go on watching. Look again for 20 s every half hour, as conditions drift, and after 10 and 20 minutes
 *    if more certainty might change the answer. What turns out slow is left upwards, after a fresh look if the last is older than 2 minutes.
 */
import { type GpuKnob, placeFor, stepFrom, stretch, topOf } from './gpu-knob.js';
import { type Slowdown, slowdownOf } from './gpu-slowdown.js';
import { Trial } from './gpu-trial.js';
import { type Evidence, energyOf, isClose, type Verdict, verdict } from './gpu-verdict.js';
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
/** A step that is predicted to go this many times beyond ε is not tried: slowdown grows faster than any straight line through what was seen. */
const notWorth = 1.5;
/** ε that moves by less is the same. */
const movedShare = 0.05;
const leastShare = 0.05;
const aim = 0.95;
const firstStep = 2;

export class GpuSearch {
  private readonly knob: GpuKnob;
  private readonly top: number;
  private readonly trials = new Map<number, Trial>();
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
  stage: Stage = 'reference';
  place: number;

  constructor(knob: GpuKnob) {
    this.knob = knob;
    this.top = topOf(knob);
    this.place = this.top;
    this.back = this.top;
  }

  /** Lowest place known to be good. */
  get best(): number {
    return Math.min(this.top, ...this.good);
  }

  /** What is known of a place against no limit. */
  known(place: number): Slowdown | undefined {
    const there = this.trials.get(place);
    const reference = this.trials.get(this.top);
    if (there === undefined || reference === undefined || place === this.top) return undefined;
    return slowdownOf(reference, there, this.knob.kind === 'clock' ? stretch(this.knob, place, 0) : undefined);
  }

  /** Power without a limit, W. */
  get draw(): number | undefined {
    return this.trials.get(this.top)?.power.rate;
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
    this.trial(this.place).take({ ...view, progress: view.progress.filter(p => p.seconds <= settled) });
    if (this.stage === 'reference' || this.stage === 'looking') this.look(settled);
    else this.judge();
  }

  /** What was seen at a place. */
  trialAt(place: number): Trial | undefined {
    return this.trials.get(place);
  }

  /** Its work runs again after other work. */
  resume(): void {
    this.interrupt();
    this.next();
  }

  /** What was going on has stopped for a while; what follows needs to settle. */
  interrupt(): void {
    this.trials.get(this.place)?.interrupt();
    this.since = 0;
  }

  /** Another ε: what was refused may do now, and what was good may not. */
  private promise(allowed: number): void {
    this.allowed = allowed;
    const refused = this.floor < 0 ? undefined : this.evidence(this.floor);
    if (refused !== undefined && isClose(refused, allowed)) this.floor--;
    for (const place of this.good) {
      const known = this.known(place);
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
    const refused = this.floor < 0 ? undefined : this.evidence(this.floor);
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
    const evidence = this.evidence(place);
    const certainty = this.stage === 'holding' ? 2 : 1;
    const found = evidence === undefined ? 'unclear' : verdict(evidence, this.allowed, certainty);
    if (this.stage === 'holding') this.hold(place, found);
    else if (found === 'good') {
      this.stone = undefined;
      this.good.add(place);
      this.next();
    } else if (found !== 'unclear') this.refuse(place, found);
    else if (this.since > unclearSeconds / 2 && this.referenceIsPoor(place) && this.looks < mostLooks) {
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
    const known = this.known(place);
    const refused = this.floor < 0 ? undefined : this.evidence(this.floor);
    const nearEdge = known !== undefined && known.mean + clear * known.error > this.allowed;
    return nearEdge || (refused !== undefined && isClose(refused, this.allowed));
  }

  private referenceIsPoor(place: number): boolean {
    const there = this.known(place);
    const reference = this.trials.get(this.top);
    const name = [...(reference?.progress.keys() ?? [])][0];
    if (there === undefined || name === undefined) return false;
    const error = reference?.progress.get(name)?.error ?? 0;
    return error > (this.trials.get(place)?.progress.get(name)?.error ?? Number.POSITIVE_INFINITY);
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
    const mean = this.known(place)?.mean ?? Number.POSITIVE_INFINITY;
    const fresh = this.stone === undefined && this.stage === 'trying' && place - 1 > this.floor;
    return by === 'dear' && fresh && mean <= this.allowed / 2;
  }

  private next(): void {
    const target = this.target();
    if (target === undefined) this.go(this.best, 'holding');
    else this.go(target, 'trying');
  }

  private go(place: number, stage: Stage): void {
    if (place !== this.place) {
      this.trials.get(this.place)?.interrupt();
      this.since = 0;
    }
    this.place = place;
    this.stage = stage;
  }

  /** The place to try next, below the best and above what was refused. */
  private target(): number | undefined {
    const { best, floor, knob } = this;
    const draw = this.draw ?? Number.POSITIVE_INFINITY;
    if (best - floor <= 1) return undefined;
    const known = this.known(best);
    const worst = known === undefined ? 0 : known.mean + known.error;
    const reach = stretch(knob, best, draw);
    const refused = floor < 0 ? undefined : this.known(floor);
    if (refused !== undefined && this.refusedBy === 'slow') {
      // Between what is good and what is too slow.
      const low = stretch(knob, floor, draw);
      const mean = known?.mean ?? 0;
      const part = (this.allowed * aim - mean) / Math.max(1e-6, refused.mean - mean);
      const wanted = reach + Math.min(1, Math.max(0, part)) * (low - reach);
      const at = placeFor(knob, 1, wanted, draw);
      return Math.min(best - 1, Math.max(floor + 1, at));
    }
    if (refused !== undefined) return best === this.top ? Math.ceil((best + floor) / 2) : undefined;
    const share = reach > 0 ? Math.min(1, Math.max(leastShare, worst / reach)) : 1;
    // What is lost in ten seconds of a first step that goes too far is nothing, and it tells much.
    const spent = best === this.top ? firstStep * this.allowed : this.allowed;
    const least =
      reach > 0 && known !== undefined ? Math.max(leastShare, (known.mean - known.error) / reach) : leastShare;
    if (least * stretch(knob, best - 1, draw) > this.allowed * notWorth) return undefined;
    return Math.min(best - 1, Math.max(stepFrom(knob, this.binding(best, draw)), placeFor(knob, share, spent, draw)));
  }

  /** A cap above the draw does nothing, so that a step begins at the lowest of these. */
  private binding(best: number, draw: number): number {
    const { knob } = this;
    if (knob.kind === 'clock') return best;
    const idle = knob.settings.findIndex(s => s >= draw);
    return idle < 0 ? best : Math.min(best, idle + 1);
  }

  private evidence(place: number): Evidence | undefined {
    const slowdown = this.known(place);
    const reference = this.trials.get(this.top)?.power;
    const there = this.trials.get(place);
    const usual = reference?.rate;
    const now = there?.power.rate;
    if (slowdown === undefined || usual === undefined || now === undefined || there === undefined) return undefined;
    const power = now / usual;
    const powerError = Math.hypot(reference?.error ?? 0, there.power.error);
    // At the best itself the question is whether no limit would be better.
    const best = place === this.best ? 1 : this.energyAt(this.best);
    return { slowdown, power, powerError, best, seconds: there.seconds };
  }

  private energyAt(place: number): number {
    const slowdown = this.known(place);
    const usual = this.draw;
    const now = this.trials.get(place)?.power.rate;
    if (slowdown === undefined || usual === undefined || now === undefined) return 1;
    return energyOf({ power: now / usual, slowdown });
  }

  private trial(place: number): Trial {
    let trial = this.trials.get(place);
    if (trial === undefined) {
      trial = new Trial();
      this.trials.set(place, trial);
    }
    return trial;
  }
}

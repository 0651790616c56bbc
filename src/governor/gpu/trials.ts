/** What was seen of one kind of work at each setting of a knob, compared with no limit. */
import { type Saved, type Stateful, savedEntries } from '../../model/saved.js';
import { type GpuKnob, stretch, topOf } from './knob.js';
import { type Slowdown, slowdownOf } from './slowdown.js';
import { Trial } from './trial.js';
import { type Evidence, energyOf } from './verdict.js';

/**
 * No limit makes work this much faster, or makes it draw this much more: it must be other work. Measured curves are up to 7 % faster under a limit.
 */
const faster = 0.15;
const stronger = 0.15;
const tellingSeconds = 4;

export class GpuTrials implements Stateful {
  private readonly knob: GpuKnob;
  private readonly top: number;
  private readonly trials = new Map<number, Trial>();

  constructor(knob: GpuKnob) {
    this.knob = knob;
    this.top = topOf(knob);
  }

  /** What was seen at a place. */
  at(place: number): Trial | undefined {
    return this.trials.get(place);
  }

  /** As `at`, but creates an empty trial if there is none. */
  open(place: number): Trial {
    let trial = this.trials.get(place);
    if (trial === undefined) {
      trial = new Trial();
      this.trials.set(place, trial);
    }
    return trial;
  }

  drop(place: number): void {
    this.trials.delete(place);
  }

  /** Whether the observations at a place cannot be of the work that was seen without a limit. */
  isOtherWork(place: number): boolean {
    if (place === this.top || (this.trials.get(place)?.seconds ?? 0) < tellingSeconds) return false;
    const { mean, by } = this.slowdown(place) ?? { mean: 0, by: 'clock' };
    return (by === 'progress' && mean < -faster) || (this.power(place) ?? 0) > 1 + stronger;
  }

  /** The slowdown at a place compared with no limit. */
  slowdown(place: number): Slowdown | undefined {
    const there = this.trials.get(place);
    const reference = this.trials.get(this.top);
    if (there === undefined || reference === undefined || place === this.top) return undefined;
    return slowdownOf(reference, there, this.knob.kind === 'clock' ? stretch(this.knob, place, 0) : undefined);
  }

  /** Power without a limit, W. */
  get draw(): number | undefined {
    return this.trials.get(this.top)?.power.rate;
  }

  /** Power at a place over power without a limit. */
  power(place: number): number | undefined {
    const usual = this.draw;
    const now = this.trials.get(place)?.power.rate;
    return usual === undefined || now === undefined ? undefined : now / usual;
  }

  /** Energy of the same work at a place over that without a limit; 1 while unknown. */
  energy(place: number): number {
    const slowdown = this.slowdown(place);
    const power = this.power(place);
    return slowdown === undefined || power === undefined ? 1 : energyOf({ power, slowdown });
  }

  /** The evidence about a place, to be judged against another. */
  evidence(place: number, against: number): Evidence | undefined {
    const slowdown = this.slowdown(place);
    const power = this.power(place);
    const there = this.trials.get(place);
    const reference = this.trials.get(this.top);
    if (slowdown === undefined || power === undefined || there === undefined || reference === undefined)
      return undefined;
    const powerError = there.power.errorAgainst(reference.power);
    return { slowdown, power, powerError, best: this.energy(against), seconds: there.seconds };
  }

  /** Whether an application that reports was seen for less time without a limit than at a place. */
  referenceIsPoor(place: number): boolean {
    const reference = this.trials.get(this.top)?.progress;
    const [name] = reference?.keys() ?? [];
    if (name === undefined || this.slowdown(place) === undefined) return false;
    const there = this.trials.get(place)?.progress.get(name)?.seconds ?? 0;
    return (reference?.get(name)?.seconds ?? 0) < there;
  }

  save() {
    return savedEntries(this.trials);
  }

  restore(saved: Saved<GpuTrials>): void {
    this.trials.clear();
    for (const [place, trial] of saved) this.open(place).restore(trial);
  }
}

/** What was seen of one kind of work at each setting of a knob, against no limit. */
import { type GpuKnob, stretch, topOf } from './gpu-knob.js';
import { type Slowdown, slowdownOf } from './gpu-slowdown.js';
import { Trial } from './gpu-trial.js';
import { type Evidence, energyOf } from './gpu-verdict.js';

export class GpuTrials {
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

  /** As `at`, empty where nothing was. */
  open(place: number): Trial {
    let trial = this.trials.get(place);
    if (trial === undefined) {
      trial = new Trial();
      this.trials.set(place, trial);
    }
    return trial;
  }

  /** What is known of a place against no limit. */
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

  /** Power at a place over that without a limit. */
  power(place: number): number | undefined {
    const usual = this.draw;
    const now = this.trials.get(place)?.power.rate;
    return usual === undefined || now === undefined ? undefined : now / usual;
  }

  /** Energy of the same work at a place over that without a limit; 1 while it is unknown. */
  energy(place: number): number {
    const slowdown = this.slowdown(place);
    const power = this.power(place);
    return slowdown === undefined || power === undefined ? 1 : energyOf({ power, slowdown });
  }

  /** What is known of a place, to be judged against the best one so far. */
  evidence(place: number, best: number): Evidence | undefined {
    const slowdown = this.slowdown(place);
    const power = this.power(place);
    const there = this.trials.get(place);
    const reference = this.trials.get(this.top);
    if (slowdown === undefined || power === undefined || there === undefined || reference === undefined)
      return undefined;
    const powerError = there.power.errorAgainst(reference.power);
    // At the best itself the question is whether no limit would be better.
    return { slowdown, power, powerError, best: place === best ? 1 : this.energy(best), seconds: there.seconds };
  }

  /** Whether no limit was seen for less time than a place, by an application that reports. */
  referenceIsPoor(place: number): boolean {
    const reference = this.trials.get(this.top)?.progress;
    const [name] = reference?.keys() ?? [];
    if (name === undefined || this.slowdown(place) === undefined) return false;
    const there = this.trials.get(place)?.progress.get(name)?.seconds ?? 0;
    return (reference?.get(name)?.seconds ?? 0) < there;
  }
}

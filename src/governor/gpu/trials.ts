/** What was seen of one kind of work at each setting of a knob, compared with no limit. */
import { type Saved, type Stateful, savedEntries } from '../../model/saved.js';
import { type GpuKnob, stretch, topOf, type Unlimited } from './knob.js';
import { type Slowdown, slowdownOf } from './slowdown.js';
import { Trial } from './trial.js';

/**
 * No limit makes work this much faster, or makes it draw this much more: it must be other work. Measured curves are up to 7 % faster under a limit.
 */
const faster = 0.15;
const stronger = 0.15;
const tellingSeconds = 4;
/** No limit makes the same work faster by more. */
const plausible = 0.02;

/** Power over power without a limit, and its standard error. */
export interface Evidence {
  readonly place: number;
  readonly slowdown: Slowdown;
  readonly power: number;
  readonly powerError: number;
}

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
    return slowdownOf(
      reference,
      there,
      this.knob.kind === 'clock' ? stretch(this.knob, place, this.unlimited) : undefined,
    );
  }

  /** Power without a limit, W. */
  get draw(): number | undefined {
    return this.trials.get(this.top)?.power.rate;
  }

  get unlimited(): Unlimited {
    const reference = this.trials.get(this.top);
    return { draw: reference?.power.rate, clock: this.knob.kind === 'clock' ? reference?.clock.rate : undefined };
  }

  /** Whether anything tells how long work takes: what applications report, or a clock. */
  get isSeen(): boolean {
    const reference = this.trials.get(this.top);
    if (reference === undefined) return false;
    return this.knob.kind === 'clock' || reference.clock.rate !== undefined || this.referenceSeconds > 0;
  }

  /** Whether no application reports what it does. */
  get isSilent(): boolean {
    return (this.trials.get(this.top)?.progress.size ?? 0) === 0;
  }

  /** Seconds of progress that were seen without a limit, of the application that was seen longest. */
  get referenceSeconds(): number {
    const means = this.trials.get(this.top)?.progress.values() ?? [];
    return Math.max(0, ...Array.from(means, mean => mean.seconds));
  }

  /** Power at a place over power without a limit. */
  power(place: number): number | undefined {
    const usual = this.draw;
    const now = this.trials.get(place)?.power.rate;
    return usual === undefined || now === undefined ? undefined : now / usual;
  }

  /** What is known of a place; undefined while it is too little. */
  evidence(place: number): Evidence | undefined {
    const slowdown = this.slowdown(place);
    const power = this.power(place);
    const there = this.trials.get(place);
    const reference = this.trials.get(this.top);
    if (slowdown === undefined || power === undefined || there === undefined || reference === undefined)
      return undefined;
    const powerError = there.power.errorAgainst(reference.power);
    if (!Number.isFinite(slowdown.error) || !Number.isFinite(powerError)) return undefined;
    return { place, slowdown, power, powerError };
  }

  /** All that is known of limited places, the highest first. */
  known(): Evidence[] {
    return [...this.trials.keys()].sort((a, b) => b - a).flatMap(place => this.evidence(place) ?? []);
  }

  /** Whether a place seems faster than no limit: what was seen without one can't be right. */
  get isReferenceBad(): boolean {
    const tooFast = ({ slowdown: { by, mean, error } }: Evidence): boolean =>
      by === 'progress' && mean + error < -plausible;
    return this.known().some(tooFast);
  }

  save() {
    return savedEntries(this.trials);
  }

  restore(saved: Saved<GpuTrials>): void {
    this.trials.clear();
    for (const [place, trial] of saved) this.open(place).restore(trial);
  }
}

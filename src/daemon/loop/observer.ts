import type { Pipeline } from '../../engine/pipeline.js';
import type { Tick } from '../../engine/tick.js';
import type { CustodyEvent } from '../../governor/custody/control-state.js';
import type { TaskView } from '../../governor/tasks/task-view.js';
import type { Outcome } from '../../machine/machine.js';
import type { Description } from '../../model/description.js';
import type { GpuProgress } from '../../model/gpu-progress.js';
import type { ProfileName } from '../../model/people/profiles.js';
import type { Promised } from '../../model/people/promise.js';
import type { Requested } from '../../model/people/requests.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import type { Sample } from '../../model/sensing/sample.js';
import type { TaskAccount } from '../../model/tasks/account.js';
import type { Nanoseconds } from '../../model/units.js';

/** One tick as observers see it. */
export interface Ticked {
  readonly stages: Pipeline;
  readonly sample: Sample;
  readonly requested: Requested;
  /** What applications reported about their GPU work. */
  readonly progress: readonly GpuProgress[];
  /** What tasks do that share CPUs. */
  readonly tasks: TaskView | undefined;
  readonly tick: Tick;
  /** UTC ms. */
  readonly wall: number;
  readonly mode: 'govern' | 'observe';
  /** The first tick after the helper was away. */
  readonly back: boolean;
}

/** What one sample measured since the one before it; `reading` is valid until the next sample. */
export interface Measured extends Pick<Ticked, 'stages' | 'wall' | 'mode' | 'back'> {
  readonly reading: LiveReading;
  readonly profile: ProfileName;
  readonly promise: Promised['in'];
}

/** Receives what the loop sees and does; `wall` is UTC ms. The loop calls its observers in the order of one list. */
export interface LoopObserver {
  /** The machine described itself; `sameCounters` is false if another helper counts from now on. */
  hello?(description: Description, sameCounters: boolean): void;
  /** A tick is about to run: the rules' state is still that of the previous tick. */
  before?(stages: Pipeline, sample: Sample, wall: number): void;
  ticked?(ticked: Ticked): void;
  /** Called for every sample, before its tick is told if it has one of its own: a tick may see the time of several samples as one interval. */
  measured?(measured: Measured): void;
  /** A tick took longer than the time between samples. */
  overran?(wall: number): void;
  /** All samples of a batch were processed; `at` is the time of the newest. */
  batched?(at: Nanoseconds, wall: number, calm: boolean): void;
  /** The outcome of a written value changed. */
  settled?(event: CustodyEvent, wall: number): void;
  /** Values were written: what the kernel made of each. */
  wrote?(results: Outcome['results']): void;
  /** The machine was restored to its baseline. */
  restored?(why: string, results: Outcome['results'], wall: number): void;
  /** The helper is away; `first` is false if it was away already. */
  lost?(why: string, wall: number, first: boolean): void;
  /** Who used the energy of the last minute or so. */
  account?(account: TaskAccount): void;
  noticed?(what: string, why: string, wall: number): void;
}

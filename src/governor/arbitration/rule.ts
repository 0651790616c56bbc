import type { GpuProgress } from '../../model/gpu-progress.js';
import type { ActionName } from '../../model/people/actions.js';
import type { Budget } from '../../model/people/profiles.js';
import type { Requested } from '../../model/people/requests.js';
import type { Stateful } from '../../model/saved.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import type { ControlSpec, ControlValue } from '../../model/signals.js';
import type { Topology } from '../../model/topology.js';
import type { DomainFeatures } from '../features/features.js';
import type { PowerCurves } from '../power-curve/power-curves.js';
import type { TaskView } from '../tasks/task-view.js';
import type { Proposal } from './proposal.js';

/** The input of a rule in one tick. */
export interface Situation extends Omit<Requested, 'unaware' | 'promised' | 'kernel'> {
  /** The actions that are on. */
  readonly actions: readonly ActionName[];
  /** Whether profiles have to spare the battery: the machine runs on it, and they look at it. */
  readonly sparing: boolean;
  readonly reading: LiveReading;
  readonly topology: Topology;
  /** Whether the kernel's governor is to start and raise work where it is offered. */
  readonly kernel: boolean;
  /** The features of each frequency domain, in the order of the topology's policies. */
  readonly features: readonly DomainFeatures[];
  readonly budget: Budget;
  /** What applications reported about their GPU work since the previous tick. */
  readonly progress: readonly GpuProgress[];
  /** What tasks do that share CPUs; undefined where nobody looked. */
  readonly tasks: TaskView | undefined;
  /** The words that each writable choice control accepts. A control that this machine does not offer is absent. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
  /** The writable controls by their role. */
  readonly offered: ReadonlyMap<string, readonly ControlSpec[]>;
  /** For each writable control, its value before the daemon first wrote it: a restore writes it, unless it is kept. */
  readonly baseline: ReadonlyMap<string, ControlValue>;
  /** Whether a write to a control is under way: the reading may be from before it. */
  readonly pending: (control: string) => boolean;
}

/**
 * A rule proposes bounds for one reason. It keeps its own state between ticks, defines how that state is saved (or that it has none), and takes time
 * only from the reading.
 */
export interface Rule extends Stateful {
  readonly name: string;
  propose(situation: Situation): readonly Proposal[];
}

/** Sentences of one rule: code → text, from the facts of the reason. */
export type Sentences = Readonly<Record<string, (facts: Readonly<Record<string, number | string>>) => string>>;

/** Which of the governor's rules leave a policy alone, since the reflex does their work. */
export type SettledBy = 'pace' | 'pace and cap';

/** Objects that rules share. */
export interface Shared {
  readonly power: PowerCurves;
  /** What the reflex rule has taken over in this tick, by policy. */
  readonly settled: Map<number, SettledBy>;
}

/** A rule in the registry: its name as used in journals and replays, its sentences, and how to create it for a machine. */
export interface RuleEntry {
  readonly name: string;
  readonly sentences: Sentences;
  /** The same codes in a few plain words, for the one line that a person reads first (explain/summary.ts). */
  readonly short: Sentences;
  readonly create: (shared: Shared) => Rule;
}

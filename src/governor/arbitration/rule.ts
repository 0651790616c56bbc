import type { GpuProgress } from '../../model/gpu-progress.js';
import type { Budget } from '../../model/profiles.js';
import type { Requested } from '../../model/requests.js';
import type { Stateful } from '../../model/saved.js';
import type { Reading } from '../../model/sensing/reading.js';
import type { ControlValue } from '../../model/signals.js';
import type { Topology } from '../../model/topology.js';
import type { DomainFeatures } from '../features/features.js';
import type { PowerCurves } from '../power-curve/power-curves.js';
import type { Proposal } from './proposal.js';

/** What a rule may look at in one tick. */
export interface Situation extends Omit<Requested, 'unaware'> {
  readonly reading: Reading;
  readonly topology: Topology;
  /** What the reading means for each frequency domain, in the order of the topology's policies. */
  readonly features: readonly DomainFeatures[];
  readonly budget: Budget;
  /** What applications said since the tick before of their work on GPUs. */
  readonly progress: readonly GpuProgress[];
  /** Words that each writable choice control takes; a control that is absent is not offered by this machine. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
  /** Value that a restore would write, for each writable control. */
  readonly baseline: ReadonlyMap<string, ControlValue>;
}

/**
 * One reason to bound a control. A rule keeps its own state between ticks, says how it is saved (or that there is none), and takes time only
 * from the reading.
 */
export interface Rule extends Stateful {
  readonly name: string;
  propose(situation: Situation): readonly Proposal[];
}

/** Sentences of one rule: code → words, from the facts of the reason. */
export type Sentences = Readonly<Record<string, (facts: Readonly<Record<string, number | string>>) => string>>;

/** What rules share. */
export interface Shared {
  readonly power: PowerCurves;
}

/** A rule as the registry knows it: its name, as journals and replays say it, its sentences, and how one is made for a machine. */
export interface RuleEntry {
  readonly name: string;
  readonly sentences: Sentences;
  readonly create: (shared: Shared) => Rule;
}

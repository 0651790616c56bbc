import type { Decision } from '../governor/arbitration/decision.js';
import type { Situation } from '../governor/arbitration/rule.js';
import type { CustodyEvent } from '../governor/custody/control-state.js';
import type { DomainFeatures } from '../governor/features/features.js';
import type { TaskView } from '../governor/tasks/task-view.js';
import type { GpuProgress } from '../model/gpu-progress.js';
import { type Budget, budgetOf } from '../model/people/profiles.js';
import { underPromise, unsaidPromise } from '../model/people/promise.js';
import type { Requested } from '../model/people/requests.js';
import type { LiveReading } from '../model/sensing/reading.js';
import type { Sample } from '../model/sensing/sample.js';
import type { ControlValue } from '../model/signals.js';
import type { Pipeline } from './pipeline.js';

/** Everything that one sample led to. */
export interface Tick {
  readonly reading: LiveReading;
  readonly features: readonly DomainFeatures[];
  /** The profile's budget as observers moved it. */
  readonly budget: Budget;
  readonly decisions: readonly Decision[];
  /** The writes needed now so that the decisions hold. */
  readonly writes: Readonly<Record<string, ControlValue>>;
  readonly events: readonly CustodyEvent[];
  /** Whether a reflex keeps the promise for all work that there is: ticks may be rare. */
  readonly answered: boolean;
}

/** Applies the observers to the profile's budget. */
export type MoveBudget = (usual: Budget, reading: LiveReading, features: readonly DomainFeatures[]) => Budget;

const noActions: Situation['actions'] = [];

/** All stages: sample → reading → features → proposals → bounds → decisions → plan. It reads no clock and has no side effects. */
export function tick(
  stages: Pipeline,
  sample: Sample,
  requested: Requested,
  move: MoveBudget = usual => usual,
  progress: readonly GpuProgress[] = [],
  tasks?: TaskView,
): Tick {
  const { description, choices, offered, baseline } = stages;
  const reading = stages.reader.read(sample);
  const features = stages.tracker.follow(reading, description.topology, stages.custody.requestedMax);
  const sparing = !reading.onMains && requested.unaware !== true;
  const usual = underPromise(budgetOf(requested.profile, !sparing), requested.promised ?? unsaidPromise);
  const budget = move(usual, reading, features);
  // Spelled out: properties that follow a spread cost a new shape for each object.
  const situation: Required<Situation> = {
    profile: requested.profile,
    overrides: requested.overrides,
    cap: requested.cap,
    target: requested.target,
    actions: requested.actions ?? noActions,
    sparing,
    kernel: requested.kernel === true,
    charge: requested.charge,
    reading,
    features,
    topology: description.topology,
    budget,
    progress,
    tasks,
    choices,
    offered,
    baseline,
    pending: stages.custody.isPending,
  };
  const bounds = stages.arbiter.arbitrate(...stages.rules.map(rule => rule.propose(situation)));
  const decisions = stages.maker.decide(bounds);
  stages.custody.follow(reading.policies);
  const { writes, events } = stages.custody.plan(
    decisions,
    stages.writable,
    reading.state,
    reading.at,
    reading.suspended > 0,
  );
  return {
    reading,
    features,
    budget,
    decisions,
    writes,
    events,
    answered: isAnswered(reading, features, budget, situation.kernel),
  };
}

function isAnswered(
  { policies, gpus }: LiveReading,
  features: readonly DomainFeatures[],
  { look }: Budget,
  kernel: boolean,
): boolean {
  if (gpus.length > 0 || look === true) return false;
  for (let i = 0; i < policies.length; i++) {
    const policy = policies[i];
    if (!((policy?.raiseMs ?? 0) > 0 || (kernel && policy?.kernelStart !== undefined))) return false;
  }
  for (let i = 0; i < features.length; i++)
    if (features[i]?.batch === true || features[i]?.nearTrip === true) return false;
  return policies.length > 0;
}

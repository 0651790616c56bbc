import { Arbiter } from '../governor/arbitration/arbiter.js';
import { DecisionMaker } from '../governor/arbitration/decision.js';
import type { Rule } from '../governor/arbitration/rule.js';
import { Custody } from '../governor/custody/custody.js';
import { FeatureTracker } from '../governor/features/features.js';
import { PowerCurves } from '../governor/power-curve/power-curves.js';
import { newRules } from '../governor/registry.js';
import type { Interval } from '../model/bounds.js';
import { type ControlNames, controlNames } from '../model/control-names.js';
import type { Description } from '../model/description.js';
import { gpuScope } from '../model/gpu.js';
import { Reader } from '../model/sensing/reader.js';
import type { ControlSpec, ControlValue } from '../model/signals.js';
import { policyScope } from '../model/topology.js';

/** All stages from a sample to a plan, made anew for each description of the machine. */
export interface Pipeline {
  readonly description: Description;
  readonly reader: Reader;
  readonly tracker: FeatureTracker;
  readonly rules: readonly Rule[];
  /** The machine's power curves, shared by rules. */
  readonly power: PowerCurves;
  readonly arbiter: Arbiter;
  readonly choices: ReadonlyMap<string, readonly string[]>;
  /** Writable controls by role. */
  readonly offered: ReadonlyMap<string, readonly ControlSpec[]>;
  readonly baseline: ReadonlyMap<string, ControlValue>;
  readonly writable: ReadonlySet<string>;
  readonly maker: DecisionMaker;
  readonly custody: Custody;
  readonly names: ControlNames;
}

/** What the hardware can do, by scope and control. */
function rangesOf({ topology: { policies, gpus = [] }, controls }: Description): ReadonlyMap<string, Interval> {
  return new Map([
    ...controls.flatMap(({ role, scope, min, max }): [string, Interval][] =>
      role === 'start_max_freq' && min !== undefined && max !== undefined ? [[`${scope}.start`, { min, max }]] : [],
    ),
    ...policies.map((p): [string, Interval] => [`${policyScope(p.id)}.freq`, { min: p.hw_min, max: p.hw_max }]),
    ...gpus.flatMap(({ id, clocks }): [string, Interval][] => {
      const [min] = clocks;
      const max = clocks.at(-1);
      return min === undefined || max === undefined ? [] : [[`${gpuScope(id)}.clock`, { min, max }]];
    }),
  ]);
}

/**
 * When the machine describes itself again, rules and custody of `before` keep what they know: a CPU that comes or goes must not lift a thermal cap or
 * report an old refusal as new. Counters go on too, unless another helper counts them (`sameCounters` false).
 */
export function pipelineFor(
  description: Description,
  before?: Pipeline,
  sameCounters = true,
  rules: (power: PowerCurves) => readonly Rule[] = newRules,
): Pipeline {
  const { controls, baseline, kept = {} } = description;
  const names = controlNames(controls);
  const custody = before?.custody ?? new Custody();
  custody.redescribed(names);
  const writable = controls.filter(c => c.writable);
  const ranges = rangesOf(description);
  const power = before?.power ?? new PowerCurves();
  return {
    description,
    reader: new Reader(description, sameCounters ? before?.reader : undefined),
    tracker: before?.tracker ?? new FeatureTracker(),
    rules: before?.rules ?? rules(power),
    power,
    arbiter: new Arbiter((scope, control) => ranges.get(`${scope}.${control}`)),
    choices: new Map(writable.map(c => [c.name, c.choices ?? []])),
    offered: new Map(
      [...new Set(writable.map(c => c.role))].map(role => [role, writable.filter(c => c.role === role)]),
    ),
    baseline: new Map(
      writable.flatMap((c): [string, ControlValue][] => {
        const value = baseline[c.name] ?? kept[c.name] ?? (c.held === true ? null : c.value);
        return value === null || value === 'unlimited' ? [] : [[c.name, value]];
      }),
    ),
    writable: new Set(writable.map(c => c.name)),
    maker: new DecisionMaker(),
    custody,
    names,
  };
}

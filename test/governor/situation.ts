import type { Situation } from '../../src/governor/arbitration/rule.js';
import type { DomainFeatures } from '../../src/governor/features/features.js';
import { StretchWork } from '../../src/governor/features/stretch-work.js';
import { budgetOf, type ProfileName } from '../../src/model/people/profiles.js';
import type { Override } from '../../src/model/people/requests.js';
import type { CpuWork, LiveReading, PolicyReading } from '../../src/model/sensing/reading.js';
import type { ControlValue } from '../../src/model/signals.js';
import type { Policy, Topology, Trip } from '../../src/model/topology.js';
import { celsius, joules, kilohertz, nanoseconds, ratio, seconds, watts } from '../../src/model/units.js';

export const policy: Policy = {
  id: 0,
  cpus: [0, 1],
  online: [0, 1],
  driver: 'acpi-cpufreq',
  hw_min: 800_000,
  hw_max: 4_000_000,
  base: null,
  frequencies: [],
};

export function topology(trips: readonly Trip[] = [], policies: readonly Policy[] = [policy]): Topology {
  return {
    cpus: [0, 1].map(id => ({ id, online: true, package: 0, core: id, kind: null })),
    policies,
    zones: [{ signal: 'zone.cpu.temp', type: 'cpu', trips }],
    supplies: [],
    sensors: { busy: 'bpf', counters: 'none', energy: 'powercap' },
  };
}

export interface Conditions {
  readonly features?: Partial<DomainFeatures>;
  readonly governor?: string;
  readonly epp?: string;
  readonly busy?: number;
  readonly khz?: number;
  readonly temperature?: number;
  /** Of package0. */
  readonly watts?: number;
  readonly suspended?: number;
  readonly interval?: number;
  readonly onMains?: boolean;
  readonly profile?: ProfileName;
  readonly overrides?: readonly Override[];
  readonly state?: Readonly<Record<string, ControlValue>>;
  readonly baseline?: Readonly<Record<string, ControlValue>>;
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly topology?: Topology;
  readonly cap?: Situation['cap'];
  readonly target?: number;
  readonly kernel?: boolean;
  readonly charge?: Situation['charge'];
  readonly tasks?: Situation['tasks'];
  /** Seconds since boot. */
  readonly at?: number;
}

const unknown: DomainFeatures = {
  top: policy.hw_max,
  busy: undefined,
  demand: undefined,
  utilisation: 0,
  computeShare: 1,
  mostComputeShare: 1,
  slowdown: 0,
  worked: 0,
  stall: undefined,
  bunching: undefined,
  regular: false,
  rush: 1,
  batch: false,
  look: false,
  nearTrip: false,
  stretches: new StretchWork(),
};

/** One CPU at work of which nothing is counted. */
const workOf = (busy: number): CpuWork => ({
  cpu: 0,
  busy: ratio(busy),
  bunching: undefined,
  cycles: undefined,
  instructions: undefined,
  cacheMisses: undefined,
  stall: undefined,
});

/** A situation in which only what is named is known. */
export function situation(c: Conditions): Situation {
  const seen: PolicyReading = {
    id: 0,
    busy: c.busy === undefined ? undefined : ratio(c.busy),
    frequency: c.khz === undefined ? undefined : kilohertz(c.khz),
    min: undefined,
    max: undefined,
    work: c.busy === undefined ? [] : [workOf(c.busy)],
    contextSwitches: undefined,
    cacheMisses: undefined,
    governor: c.governor,
    epp: c.epp,
  };
  const reading: LiveReading = {
    at: nanoseconds((c.at ?? 0) * 1e9),
    epoch: 1,
    interval: seconds(c.interval ?? 0.1),
    suspended: seconds(c.suspended ?? 0),
    policies: [seen],
    energy:
      c.watts === undefined
        ? []
        : [{ domain: 'package0', energy: joules(c.watts * (c.interval ?? 0.1)), power: watts(c.watts) }],
    zones:
      c.temperature === undefined
        ? []
        : [{ signal: 'zone.cpu.temp', scope: 'zone.cpu', type: 'cpu', temperature: celsius(c.temperature) }],
    onMains: c.onMains ?? true,
    batteryPower: undefined,
    cpuPressure: undefined,
    gpus: [],
    others: [],
    state: control => c.state?.[control],
  };
  const profile = c.profile ?? 'balanced';
  return {
    reading,
    topology: c.topology ?? topology(),
    features: [{ ...unknown, ...c.features }],
    profile,
    cap: c.cap,
    target: c.target,
    actions: [],
    sparing: !reading.onMains,
    kernel: c.kernel ?? false,
    charge: c.charge,
    overrides: c.overrides ?? [],
    budget: budgetOf(profile, reading.onMains),
    progress: [],
    tasks: c.tasks,
    choices: new Map(Object.entries(c.choices ?? {})),
    offered: new Map(),
    baseline: new Map(Object.entries(c.baseline ?? {})),
    pending: () => false,
  };
}

/** A whole status and description, as one document: long, since the protocol has that many fields. */

import type { Change } from '../../src/control/protocol/operations/change.js';
import type { BatteryCharge, ChargeRequest, ChargeStatus } from '../../src/control/protocol/operations/charge.js';
import type { ExperimentAnswer, ExperimentRequest } from '../../src/control/protocol/operations/experiment.js';
import type { FeedbackRequest, FeedbackStatus } from '../../src/control/protocol/operations/feedback.js';
import type { FieldsOf } from '../../src/control/protocol/operations/operations.js';
import type { TracedSignal } from '../../src/control/protocol/operations/signals.js';
import type { TaskRow, TasksStatus } from '../../src/control/protocol/operations/tasks.js';
import type { Changed, RequestsStatus } from '../../src/control/protocol/request-status.js';
import type { Requester } from '../../src/control/protocol/requester.js';
import type { Status } from '../../src/control/protocol/status.js';
import type { Caller, ControlSource } from '../../src/control/server/source.js';
import type { Description } from '../../src/model/description.js';
import { type ToldDescription, withFacts } from '../../src/model/names.js';

const policies: Status['policies'] = [
  {
    scope: 'policy0',
    cpus: [0, 1, 2, 3],
    online: true,
    driver: 'amd-pstate-epp',
    hardware: { min: 400_000, max: 4_400_000 },
    frequency: 2_400_000,
    busy: 0.45,
    limits: { min: 800_000, max: 3_100_000 },
    governor: 'powersave',
    epp: 'balance_power',
    load: {
      bunching: -0.62,
      coherence: 0.31,
      computeShare: 0.8,
      stallKnown: true,
      utilisation: 0.24,
      regular: true,
      batch: false,
      top: 4_400_000,
    },
    reasons: [
      {
        control: 'max_freq',
        bound: 'max',
        priority: 'safety',
        rule: 'thermal',
        code: 'near-trip',
        facts: { zone: 'x86_pkg_temp', temperature_c: 88, predicted_c: 94, trip_c: 95, trip: 'passive' },
      },
    ],
    summary: 'Up to 3.10 GHz: x86_pkg_temp is at 88 °C, its limit 95 °C',
    explanation: 'policy0 may run from 0.80 GHz to 3.10 GHz because x86_pkg_temp is at 88 °C and its trip at 95 °C.',
  },
  {
    scope: 'policy4',
    cpus: [4, 5, 6, 7],
    online: true,
    driver: 'amd-pstate-epp',
    hardware: { min: 400_000, max: 3_000_000 },
    frequency: 800_000,
    busy: 0.031,
    limits: { min: 400_000, max: 3_000_000 },
    governor: 'powersave',
    epp: 'balance_power',
    load: null,
    reasons: [],
    summary: 'Any clock up to 3.00 GHz: nothing bounds it',
    explanation:
      'policy4 may run from 0.40 GHz to 3.00 GHz because that is the hardware’s range and nothing bounds it.',
  },
];

/** A status with something of everything; `changes` replace whole fields. */
export function madeStatus(changes: Partial<Status> = {}): Status {
  return {
    version: '0.1.0',
    pid: 4242,
    started: Date.UTC(2026, 10, 22, 20, 0, 0),
    now: Date.UTC(2026, 10, 22, 21, 5, 0),
    machine: 'linux',
    simulated: false,
    mode: 'govern',
    profile: 'balanced',
    profileWhy: 'configured, always',
    asked: madeRequests(),
    onMains: false,
    cadence: 'active',
    ticks: 39_000,
    overruns: 2,
    epoch: 77,
    policies,
    gpus: [],
    whole: null,
    power: [
      { domain: 'package0', watts: 12.34 },
      { domain: 'psys', watts: 21.9 },
    ],
    zones: [
      { name: 'x86_pkg_temp', celsius: 88.2, trip: 95 },
      { name: 'acpitz', celsius: 41, trip: null },
    ],
    sensors: [{ name: 'hwmon.thinkpad.fan1.fan', unit: 'rpm', value: 2400 }],
    batteryWatts: 18.5,
    cpuPressure: 0.02,
    controls: [
      {
        name: 'policy0.max_freq',
        unit: 'kHz',
        wanted: 3_100_000,
        readback: 3_100_000,
        baseline: 4_400_000,
        state: 'held',
        why: null,
      },
      {
        name: 'policy0.epp',
        unit: 'choice',
        wanted: 'balance_power',
        readback: 'performance',
        baseline: 'balance_performance',
        state: 'refused',
        why: 'EBUSY: the performance governor owns EPP',
      },
    ],
    missing: [{ what: 'perf hardware events', why: 'this CPU has no PMU that the kernel can use' }],
    journal: { path: '/var/lib/lattice/journal.db', failure: undefined, movedAside: undefined },
    desktop: { names: ['org.freedesktop.UPower.PowerProfiles', 'net.hadess.PowerProfiles'], why: null },
    experiment: null,
    rivals: [],
    notices: [
      {
        at: Date.UTC(2026, 10, 22, 21, 4, 0),
        what: 'policy0.epp refused',
        why: 'EBUSY: the performance governor owns EPP',
      },
    ],
    ...changes,
  };
}

/** A description that fits madeStatus(). */
export function madeDescription(changes: Partial<ToldDescription> = {}): Description {
  const policy = (id: number, cpus: number[], hwMax: number) => ({
    id,
    cpus,
    online: cpus,
    driver: 'amd-pstate-epp',
    hw_min: 400_000,
    hw_max: hwMax,
    base: null,
    frequencies: [],
  });
  return withFacts({
    bootId: 'b007',
    epoch: 77,
    simulated: false,
    kind: 'linux',
    readOnly: false,
    signals: [
      { name: 'package0.energy', unit: 'uJ', kind: 'counter' },
      { name: 'zone.x86_pkg_temp.temp', unit: 'C', kind: 'gauge' },
    ],
    controls: [
      { name: 'policy0.max_freq', unit: 'kHz', min: 400_000, max: 4_400_000, value: 4_400_000, writable: true },
      { name: 'policy4.max_freq', unit: 'kHz', min: 400_000, max: 3_000_000, value: 3_000_000, writable: true },
      { name: 'policy0.epp', unit: 'choice', choices: ['performance', 'power'], value: 'power', writable: true },
      { name: 'policy4.epp', unit: 'choice', choices: ['performance', 'power'], value: 'power', writable: true },
      { name: 'package0.long_term.limit', unit: 'uW', value: 15_000_000, writable: false, why: 'locked by the BIOS' },
    ],
    missing: [{ what: 'perf hardware events', why: 'this CPU has no PMU that the kernel can use' }],
    topology: {
      cpus: [0, 1, 2, 3, 4, 5, 6, 7].map(id => ({ id, online: true, package: 0, core: id, kind: id < 4 ? 'P' : 'E' })),
      policies: [policy(0, [0, 1, 2, 3], 4_400_000), policy(4, [4, 5, 6, 7], 3_000_000)],
      zones: [
        {
          signal: 'zone.x86_pkg_temp.temp',
          type: 'x86_pkg_temp',
          trips: [{ type: 'passive', celsius: 95, hysteresis: 2 }],
        },
      ],
      supplies: [{ name: 'BAT0', type: 'Battery' }],
      sensors: { busy: 'bpf', counters: 'software', energy: 'powercap' },
    },
    baseline: {},
    ...changes,
  });
}

/** A busy share that beats at 2 Hz, sampled at 10 Hz for 25.6 s. */
export function madeSignal(samples = false): TracedSignal {
  const beat = Array.from({ length: 256 }, (_, i) => 0.5 + 0.4 * Math.sin((2 * Math.PI * 2 * i) / 10));
  const signal = {
    name: 'policy0.busy',
    unit: 'share',
    rate: 10,
    count: 256,
    coherence: 0.02,
    bunching: -0.4,
    field: 1.62,
  };
  return samples ? { ...signal, samples: beat } : signal;
}

/** What a daemon says after somebody found it slow. */
export function madeFeedback(changes: Partial<FeedbackStatus> = {}): FeedbackStatus {
  const opinion = { profile: 'balanced', source: 'mains', usual: 0.05, slowdown: 0.025 } as const;
  return {
    ...opinion,
    now: 0.025,
    causes: ['user'],
    behind: null,
    opinions: [{ ...opinion, at: Date.UTC(2026, 10, 22, 21, 0, 0) }],
    unkept: null,
    ...changes,
  };
}

/** Nothing but the configured profile. */
export function madeRequests(changes: Partial<RequestsStatus> = {}): RequestsStatus {
  return { profile: 'balanced', chosen: 'balanced', level: null, holds: [], overrides: [], unkept: null, ...changes };
}

/** A battery that is limited as configured. */
export function madeCharge(changes: Partial<BatteryCharge> = {}): BatteryCharge {
  return {
    battery: 'BAT0',
    level: 71,
    inForce: { start: 75, stop: 80 },
    wanted: { start: 75, stop: 80 },
    before: { start: 0, stop: 100 },
    ownLimit: null,
    behaviour: 'auto',
    fullFor: null,
    why: [],
    explanation: 'supply.BAT0: its charge limit is 80 % because the configuration says charge_stop = 80.',
    ...changes,
  };
}

/** A source whose status can be changed and whose ticks are made by hand. */
export const madeTaskRow = (said: Partial<TaskRow> = {}): TaskRow => ({
  name: 'make',
  pid: 4321,
  unit: 'session-2.scope',
  tasks: 1,
  cpu: 0.25,
  watts: 1.5,
  memoryWatts: null,
  wakeups: 60,
  voluntary: 60,
  involuntary: 2,
  misses: null,
  class: 'periodic',
  period: 0.0167,
  jitter: 0.0005,
  coherence: 0.9,
  bunching: -0.5,
  field: 'infinite',
  wokenBy: 'interrupt',
  ...said,
});

export const madeTasks = (said: Partial<TasksStatus> = {}): TasksStatus => ({
  from: 1.7e12,
  to: 1.7e12 + 2000,
  by: 'task',
  sort: 'energy',
  rows: [madeTaskRow()],
  rest: { rows: 0, tasks: 0, cpu: 0, watts: 0, wakeups: 0 },
  tasks: 1,
  dropped: 0,
  packageWatts: 5,
  idleWatts: 3.5,
  uncounted: 'no PMU',
  ...said,
});

export class MadeSource implements ControlSource {
  now: Status;
  asked = 0;
  failure: string | undefined;
  feedbackNow = madeFeedback();
  readonly experiments: ExperimentRequest[] = [];
  readonly heard: FeedbackRequest[] = [];
  requestsNow = madeRequests();
  chargeNow: ChargeStatus = { batteries: [madeCharge()], kept: true, unkept: null };
  readonly charged: { readonly do: ChargeRequest; readonly battery: string | undefined }[] = [];
  readonly changes: { readonly change: Change; readonly who: Requester; readonly client: object }[] = [];
  readonly gone: object[] = [];
  readonly listeners = new Set<() => void>();
  private readonly describes: Description;

  constructor(status: Status = madeStatus(), description: Description = madeDescription()) {
    this.now = status;
    this.describes = description;
  }

  status(): Status {
    this.asked++;
    if (this.failure !== undefined) throw new Error(this.failure);
    return this.now;
  }

  describe(): Description {
    return this.describes;
  }

  signals({ name }: FieldsOf<'signals'>): readonly TracedSignal[] {
    if (name === undefined) return [madeSignal()];
    if (name === 'policy0.busy') return [madeSignal(true)];
    throw new Error(`no signal ${name}, expected one of policy0.busy`);
  }

  feedback({ say }: FieldsOf<'feedback'>): FeedbackStatus {
    if (this.failure !== undefined) throw new Error(this.failure);
    this.heard.push(say);
    return this.feedbackNow;
  }

  charge({ do: what, battery }: FieldsOf<'charge'>): ChargeStatus {
    if (this.failure !== undefined) throw new Error(this.failure);
    this.charged.push({ do: what, battery });
    return this.chargeNow;
  }

  async tasks({ by, sort, limit }: FieldsOf<'tasks'>): Promise<TasksStatus> {
    if (this.failure !== undefined) throw new Error(this.failure);
    return madeTasks({ by, sort, rows: [madeTaskRow()].slice(0, limit) });
  }

  wishes(): Changed {
    const { machine, simulated } = this.now;
    return { ...this.requestsNow, made: null, machine, simulated };
  }

  change({ change }: FieldsOf<'change'>, caller: Caller): Changed {
    if (this.failure !== undefined) throw new Error(this.failure);
    this.changes.push({ change, who: caller.requester(), client: caller });
    return { ...this.wishes(), made: change.op === 'hold' || change.op === 'override' ? 7 : null };
  }

  left(client: object): void {
    this.gone.push(client);
  }

  experiment(wish: ExperimentRequest): ExperimentAnswer {
    if (this.failure !== undefined) throw new Error(this.failure);
    this.experiments.push(wish);
    return { running: null };
  }

  onTick(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tick(changes: Partial<Status> = {}): void {
    this.now = { ...this.now, ticks: this.now.ticks + 1, ...changes };
    for (const listener of this.listeners) listener();
  }
}

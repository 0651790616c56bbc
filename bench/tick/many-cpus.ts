import type { Description } from '../../src/model/description.js';
import { type ToldDescription, withFacts } from '../../src/model/names.js';
import type { ControlValue, SignalSpec } from '../../src/model/signals.js';
import { cpuScope, maxFrequency, type Policy, policyScope } from '../../src/model/topology.js';

const perCpu: readonly (readonly [string, string, SignalSpec['kind']])[] = [
  ['busy', 'ns', 'counter'],
  ...['5ms', '10ms', '20ms', '40ms', '80ms'].map(l => [`bunching.${l}`, 'ratio', 'gauge'] as const),
  ...['cycles', 'instructions', 'cache_misses', 'context_switches', 'migrations'].map(
    c => [c, 'count', 'counter'] as const,
  ),
];
const words = ['performance', 'balance_performance', 'balance_power', 'power'];

/** A server with `n` CPUs, each a frequency domain of its own: everything that a hello of such a machine names. */
export function manyCpus(n: number): Description {
  const ids = Array.from({ length: n }, (_, i) => i);
  const policies = ids.map(
    (id): Policy => ({
      id,
      cpus: [id],
      online: [id],
      driver: 'amd-pstate-epp',
      hw_min: 400_000,
      hw_max: 3_700_000,
      base: null,
      frequencies: [],
    }),
  );
  const controls = ids.flatMap((id): ToldDescription['controls'] => [
    { name: `policy${id}.min_freq`, unit: 'kHz', min: 400_000, max: 3_700_000, value: 400_000, writable: true },
    { name: `policy${id}.max_freq`, unit: 'kHz', min: 400_000, max: 3_700_000, value: 3_700_000, writable: true },
    { name: `policy${id}.epp`, unit: 'choice', choices: words, value: 'balance_performance', writable: true },
  ]);
  const signals: ToldDescription['signals'] = [
    { name: 'clock.suspended', unit: 'ns', kind: 'counter' },
    ...ids.flatMap(id => perCpu.map(([name, unit, kind]) => ({ name: `cpu${id}.${name}`, unit, kind }))),
    ...ids.map(id => ({ name: `policy${id}.cur_freq`, unit: 'kHz', kind: 'gauge' }) as const),
    ...controls.map(({ name, unit, choices }) => ({ name, unit, kind: 'state', choices }) as const),
    ...['package0', 'package1'].map(p => ({ name: `${p}.energy`, unit: 'uJ', kind: 'counter' }) as const),
    { name: 'zone.x86_pkg_temp.temp', unit: 'C', kind: 'gauge' },
    { name: 'psi.cpu.some', unit: 'us', kind: 'counter' },
  ];
  return withFacts({
    bootId: 'bench',
    epoch: 1,
    simulated: true,
    kind: `${n} CPUs`,
    readOnly: false,
    signals,
    controls,
    missing: [],
    topology: {
      cpus: ids.map(id => ({ id, online: true, package: id < n / 2 ? 0 : 1, core: id, kind: null })),
      policies,
      zones: [
        {
          signal: 'zone.x86_pkg_temp.temp',
          type: 'x86_pkg_temp',
          trips: [{ type: 'passive', celsius: 95, hysteresis: 2 }],
        },
      ],
      supplies: [],
      sensors: { busy: 'bpf', counters: 'hardware', energy: 'powercap' },
    },
    baseline: {},
  });
}

/** Counters of a CPU whose load wanders, each by a program of its own mix. */
class Cpu {
  busy = 0;
  cycles = 0;
  instructions = 0;
  cache_misses = 0;
  context_switches = 0;
  migrations = 0;
  bunching = 0;
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }

  /** Works for 0.1 s at `khz`. */
  step(tick: number, khz: number): void {
    const share = 0.5 + 0.4 * Math.sin(this.id * 0.7 + tick * 0.31);
    const wobble = 1 + 0.05 * Math.sin(this.id + tick * 1.7);
    const cycles = share * 100 * khz;
    const instructions = cycles * (0.4 + 0.1 * (this.id % 16));
    this.busy += share * 1e8;
    this.cycles += cycles;
    this.instructions += instructions;
    this.cache_misses += instructions * 0.002 * wobble;
    this.context_switches += 40 * share;
    this.bunching = 0.2 * wobble;
  }
}

/** A policy runs at its maximum all the time. */
const edges = new Map([
  ['frequency', 'max'],
  ['max_freq', 'max'],
  ['min_freq', 'min'],
] as const satisfies readonly (readonly [string, 'min' | 'max'])[]) as ReadonlyMap<string, 'min' | 'max'>;

/** What a signal shows at a tick. */
type Shown = (tick: number) => number;

function shownBy({ kind, role, scope }: SignalSpec, { cpus, policies }: Scopes, limits: Limits): Shown {
  const cpu = cpus.get(scope);
  if (cpu !== undefined) {
    const counter = role as Exclude<keyof Cpu, 'step' | 'id'>;
    return () => cpu[counter];
  }
  const policy = policies.get(scope);
  const edge = edges.get(role);
  if (policy !== undefined && edge !== undefined) return () => limits(policy, edge);
  if (role === 'suspended') return () => 0;
  return kind === 'counter' ? tick => tick * 1e6 : kind === 'gauge' ? () => 60 : () => 1;
}

/** What is found by its scope. */
interface Scopes {
  readonly cpus: ReadonlyMap<string, Cpu>;
  readonly policies: ReadonlyMap<string, number>;
}

type Limits = (policy: number, edge: 'min' | 'max') => number;

/** The bytes of `count` samples at 10 Hz in which every CPU works a little differently each time; `settings` are the limits in force. Made with little garbage: what is measured is whoever reads them. */
export function* frames(
  description: Description,
  count: number,
  settings: Readonly<Record<string, ControlValue>>,
): Generator<Buffer> {
  const { signals, topology } = description;
  const cpus = topology.cpus.map(({ id }) => new Cpu(id));
  const names = topology.policies.map(({ id }) => ({ min: `policy${id}.min_freq`, max: maxFrequency(id) }));
  const limits: Limits = (policy, edge) => Number(settings[names[policy]?.[edge] ?? ''] ?? usual[edge]);
  const scopes: Scopes = {
    cpus: new Map(cpus.map(cpu => [cpuScope(cpu.id), cpu])),
    policies: new Map(topology.policies.map(({ id }) => [policyScope(id), id])),
  };
  const shown = signals.map(signal => shownBy(signal, scopes, limits));
  for (let tick = 0; tick < count; tick++) {
    for (const cpu of cpus) cpu.step(tick, limits(cpu.id, 'max'));
    const frame = Buffer.alloc(4 + 1 + 8 * (2 + signals.length));
    frame.writeUInt32LE(frame.length - 4, 0);
    frame[4] = 0x53;
    frame.writeDoubleLE(tick * 1e8, 5);
    frame.writeDoubleLE(1, 13);
    let at = 21;
    for (const show of shown) at = frame.writeDoubleLE(show(tick), at);
    yield frame;
  }
}

const usual = { min: 400_000, max: 3_700_000 };

import type { Description } from '../src/model/description.js';
import type { ControlSpec, ControlValue, SignalSpec } from '../src/model/signals.js';
import type { Policy } from '../src/model/topology.js';

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
  const controls = ids.flatMap((id): ControlSpec[] => [
    { name: `policy${id}.min_freq`, unit: 'kHz', min: 400_000, max: 3_700_000, value: 400_000, writable: true },
    { name: `policy${id}.max_freq`, unit: 'kHz', min: 400_000, max: 3_700_000, value: 3_700_000, writable: true },
    { name: `policy${id}.epp`, unit: 'choice', choices: words, value: 'balance_performance', writable: true },
  ]);
  const signals = [
    { name: 'clock.suspended', unit: 'ns', kind: 'counter' } as const,
    ...ids.flatMap(id => perCpu.map(([name, unit, kind]): SignalSpec => ({ name: `cpu${id}.${name}`, unit, kind }))),
    ...ids.map((id): SignalSpec => ({ name: `policy${id}.cur_freq`, unit: 'kHz', kind: 'gauge' })),
    ...controls.map(({ name, unit, choices }): SignalSpec => ({ name, unit, kind: 'state', choices })),
    ...['package0', 'package1'].map((p): SignalSpec => ({ name: `${p}.energy`, unit: 'uJ', kind: 'counter' })),
    { name: 'zone.x86_pkg_temp.temp', unit: 'C', kind: 'gauge' } as const,
    { name: 'psi.cpu.some', unit: 'us', kind: 'counter' } as const,
  ];
  return {
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
  };
}

/** Counters of a CPU whose load wanders, each by a program of its own mix. */
class Cpu {
  readonly values: Record<string, number> = {
    busy: 0,
    cycles: 0,
    instructions: 0,
    cache_misses: 0,
    context_switches: 0,
    migrations: 0,
  };
  private readonly id: number;

  constructor(id: number) {
    this.id = id;
  }

  /** Works for 0.1 s at `khz`. */
  step(tick: number, khz: number): void {
    const share = 0.5 + 0.4 * Math.sin(this.id * 0.7 + tick * 0.31);
    const wobble = 1 + 0.05 * Math.sin(this.id + tick * 1.7);
    const cycles = share * 100 * khz;
    const instructions = cycles * (0.4 + 0.1 * (this.id % 16));
    this.add('busy', share * 1e8);
    this.add('cycles', cycles);
    this.add('instructions', instructions);
    this.add('cache_misses', instructions * 0.002 * wobble);
    this.add('context_switches', 40 * share);
    for (const ladder of ['5ms', '10ms', '20ms', '40ms', '80ms']) this.values[`bunching.${ladder}`] = 0.2 * wobble;
  }

  private add(name: string, growth: number): void {
    this.values[name] = (this.values[name] ?? 0) + growth;
  }
}

/** The bytes of `count` samples at 10 Hz in which every CPU works a little differently each time; `settings` are the limits in force. */
export function* frames(
  description: Description,
  count: number,
  settings: Readonly<Record<string, ControlValue>>,
): Generator<Buffer> {
  const { signals, topology } = description;
  const cpus = topology.cpus.map(({ id }) => new Cpu(id));
  const limit = (id: number): number => Number(settings[`policy${id}.max_freq`] ?? 3_700_000);
  const shown = ({ name, kind }: SignalSpec, tick: number): number => {
    const [, owner, id, what = name] = /^(cpu|policy)(\d+)\.(.+)$/.exec(name) ?? [];
    if (owner === 'cpu') return cpus[Number(id)]?.values[what] ?? Number.NaN;
    if (what === 'max_freq' || what === 'cur_freq') return limit(Number(id));
    if (what === 'min_freq') return Number(settings[name] ?? 400_000);
    if (kind === 'counter') return name === 'clock.suspended' ? 0 : tick * 1e6;
    return kind === 'gauge' ? 60 : 1;
  };
  for (let tick = 0; tick < count; tick++) {
    for (const [id, cpu] of cpus.entries()) cpu.step(tick, limit(id));
    const frame = Buffer.alloc(4 + 1 + 8 * (2 + signals.length));
    frame.writeUInt32LE(frame.length - 4, 0);
    frame[4] = 0x53;
    frame.writeDoubleLE(tick * 1e8, 5);
    frame.writeDoubleLE(1, 13);
    for (const [i, signal] of signals.entries()) frame.writeDoubleLE(shown(signal, tick), 21 + 8 * i);
    yield frame;
  }
}

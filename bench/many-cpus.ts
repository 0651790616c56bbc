import type { Description } from '../src/model/description.js';
import type { ControlSpec, SignalSpec } from '../src/model/signals.js';
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

/** The bytes of `count` samples at 10 Hz in which every CPU works a little differently each time. */
export function frames(description: Description, count: number): Buffer[] {
  const { signals } = description;
  const totals = new Float64Array(signals.length);
  return Array.from({ length: count }, (_, tick) => {
    const frame = Buffer.alloc(4 + 1 + 8 * (2 + signals.length));
    frame.writeUInt32LE(frame.length - 4, 0);
    frame[4] = 0x53;
    frame.writeDoubleLE(tick * 1e8, 5);
    frame.writeDoubleLE(1, 13);
    signals.forEach(({ kind, unit, name }, i) => {
      const wave = 0.5 + 0.4 * Math.sin(i * 0.7 + tick * 0.31);
      if (kind === 'counter') totals[i] = (totals[i] ?? 0) + wave * 1e8;
      const value =
        kind === 'counter'
          ? (totals[i] ?? 0)
          : unit === 'kHz'
            ? name.endsWith('min_freq')
              ? 400_000
              : 3_700_000
            : unit === 'C'
              ? 60
              : 1;
      frame.writeDoubleLE(value, 21 + 8 * i);
    });
    return frame;
  });
}

import type { WriteResult } from '../../../../src/governor/custody/control-state.js';
import { Random } from '../../../../src/machine/simulated/work/random.js';
import type { Gpu } from '../../../../src/model/gpu.js';
import { factsOf } from '../../../../src/model/names.js';
import type { ControlSpec, ControlValue, SignalSpec } from '../../../../src/model/signals.js';
import type { Policy } from '../../../../src/model/topology.js';
import { nanoseconds } from '../../../../src/model/units.js';
import { policy, topology } from '../../../governor/situation.js';
import type { Machine } from './machine.js';

const top = 1_500_000;
const gpu: Gpu = {
  id: 0,
  uuid: 'GPU-a',
  name: 'Tesla V100',
  clocks: Array.from({ length: 31 }, (_, i) => 600_000 + 30_000 * i),
  power_limit: null,
};
const coarse: Policy = {
  ...policy,
  id: 2,
  cpus: [2, 3],
  online: [2, 3],
  frequencies: [800_000, 2_000_000, 3_200_000, 4_000_000],
};
const policies = [policy, coarse];
const words = ['performance', 'balance_performance', 'balance_power', 'power'];
const missing = 0.01;
/** Kinds of work on the GPU: how much of it follows the clock, what it draws, who reports it. */
const training = { share: 0.1, draw: 210, name: 'train/1', busy: 1 };
const serving = { share: 0.6, draw: 120, name: 'infer/2', busy: 0.9 };
const nothing = { share: 0, draw: 0, name: undefined, busy: 0 };
const works = [training, serving, training, nothing];
/** s of each. */
const length = 100;

const control = (name: string, value: ControlValue): ControlSpec => ({
  name,
  ...factsOf(name),
  unit: 'x',
  value,
  writable: true,
  ...(typeof value === 'string' ? { choices: words } : {}),
});

/** A GPU and two frequency domains of which no counter tells stalls; a sample each `seconds`. Made up, so that ten minutes take no time. */
export function gpuMachine(seed: number, seconds: number): Machine {
  const random = new Random(seed, 'gpu machine');
  const state = new Map<string, ControlValue>([
    ['gpu0.max_clock', top],
    ...policies.flatMap(({ id, hw_min, hw_max }): [string, ControlValue][] => [
      [`policy${id}.min_freq`, hw_min],
      [`policy${id}.max_freq`, hw_max],
      [`policy${id}.epp`, 'balance_performance'],
    ]),
  ]);
  const counters = new Map<string, number>();
  const gauges = new Map<string, number>();
  const grow = (name: string, by: number): void => void counters.set(name, (counters.get(name) ?? 0) + by);
  let now = 0;
  let heat = 45;

  function domain({ id, cpus, hw_max }: Policy): number {
    const khz = Math.min(Number(state.get(`policy${id}.max_freq`)), hw_max * (0.98 + 0.02 * random.uniform()));
    const regular = id === 0 && now % 60 >= 30;
    // What comes regularly here rests after each piece: fewer pieces come at a lower clock.
    const longer = 0.35 + (0.65 * hw_max) / khz;
    const pieces = 1 / (0.6 + 0.4 * longer);
    const load = regular ? 0.4 * longer * pieces : now % 60 < 30 ? 1 : 0.01;
    const jitter = regular ? 0.01 : 0.1;
    gauges.set(`policy${id}.cur_freq`, khz);
    let watts = 0;
    for (const cpu of cpus) {
      const busy = Math.min(1, load * (1 - jitter + 2 * jitter * random.uniform()));
      const waiting = 0.3 + 0.1 * random.uniform();
      grow(`cpu${cpu}.busy`, busy * seconds * 1e9);
      grow(`cpu${cpu}.cycles`, busy * seconds * khz * 1e3);
      grow(`cpu${cpu}.instructions`, busy * seconds * khz * 1e3 * (1 - waiting));
      grow(`cpu${cpu}.cache_misses`, (busy * seconds * waiting * 1e9) / 80);
      grow(`cpu${cpu}.context_switches`, 100 * seconds * (regular ? pieces : busy));
      gauges.set(`cpu${cpu}.bunching.20ms`, regular ? -0.6 : 0.2 * random.uniform());
      watts += 6 * busy * (khz / hw_max) ** 2.5;
    }
    return watts;
  }

  function board() {
    const { share, draw, name, busy } = works[Math.floor(now / length) % works.length] ?? nothing;
    const x = Number(state.get('gpu0.max_clock')) / top;
    gauges.set('gpu0.clock', x * top);
    gauges.set('gpu0.busy', 100 * busy);
    gauges.set('gpu0.memory_busy', 40 * busy + random.uniform());
    // Now and then a checkpoint.
    const paused = random.uniform() < 0.01;
    gauges.set('gpu0.power', 1e6 * (90 + (paused ? 0 : draw) * x ** 2.4 * (0.99 + 0.02 * random.uniform())));
    gauges.set('gpu0.throttle', random.uniform() < 0.005 ? 0x40 : 0);
    const rate = 1 / (share / x + 1 - share);
    const units = 10 * seconds * rate * (paused ? 0.3 : 0.98 + 0.04 * random.uniform());
    return name === undefined ? [] : [{ gpu: gpu.uuid, name, units, seconds }];
  }

  function next() {
    now += seconds;
    const watts = policies.reduce((sum, p) => sum + domain(p), 2);
    grow('package0.energy', watts * seconds * 1e6);
    heat += 0.05 * seconds * (30 + 2 * watts - heat);
    gauges.set('zone.cpu.temp', Math.round(heat));
    gauges.set('supply.AC.online', now % 200 < 150 ? 1 : 0);
    grow('clock.suspended', random.uniform() < 0.005 ? 2e9 : 0);
    return board();
  }

  next();
  const specOf =
    (kind: SignalSpec['kind']) =>
    (name: string): SignalSpec => ({ name, ...factsOf(name), unit: 'x', kind });
  const signals: SignalSpec[] = [
    ...[...counters.keys()].map(specOf('counter')),
    ...[...gauges.keys()].map(specOf('gauge')),
    ...Array.from(state, ([name, value]): SignalSpec => {
      return {
        name,
        ...factsOf(name),
        unit: 'x',
        kind: 'state',
        ...(typeof value === 'string' ? { choices: words } : {}),
      };
    }),
  ];
  const read = ({ name, kind }: SignalSpec): number => {
    if (random.uniform() < missing) return Number.NaN;
    if (kind !== 'state') return counters.get(name) ?? gauges.get(name) ?? Number.NaN;
    const value = state.get(name);
    return typeof value === 'string' ? words.indexOf(value) : (value ?? Number.NaN);
  };
  return {
    description: {
      bootId: 'boot',
      epoch: 1,
      simulated: true,
      kind: 'test',
      readOnly: false,
      signals,
      controls: Array.from(state, ([name, value]) => control(name, value)),
      missing: [],
      topology: {
        ...topology([{ type: 'passive', celsius: 70, hysteresis: 2 }], policies),
        cpus: [0, 1, 2, 3].map(id => ({ id, online: true, package: 0, core: id, kind: id < 2 ? 'P' : 'E' }) as const),
        supplies: [
          { name: 'AC', type: 'Mains' },
          { name: 'BAT0', type: 'Battery' },
        ],
        gpus: [gpu],
      },
      baseline: {},
    },
    sample() {
      const progress = next();
      return { sample: { at: nanoseconds(now * 1e9), epoch: 1, values: Float64Array.from(signals, read) }, progress };
    },
    set(writes) {
      const results: Record<string, WriteResult> = {};
      for (const [name, value] of Object.entries(writes)) {
        const luck = random.uniform();
        if (luck < 0.02) {
          results[name] = { errno: 'EBUSY' };
          continue;
        }
        // Rarely the kernel makes it another value.
        state.set(name, luck < 0.04 && name.endsWith('_freq') ? Number(value) - 1000 : value);
        results[name] = { value: state.get(name) ?? value };
      }
      return results;
    },
  };
}

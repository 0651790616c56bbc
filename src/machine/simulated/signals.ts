/** The simulated machine's signals, in hello's order, each with its read function. */
import { controlName } from '../../model/control-names.js';
import { supplyScope, wholeMachine } from '../../model/names.js';
import type { Band, SignalKind, SignalSpec } from '../../model/signals.js';
import { stretchAges } from '../../model/stretch-ages.js';
import { cpuScope, policyScope } from '../../model/topology.js';
import { deadBands, temperatureBand } from './dead-bands.js';
import { preferenceNames } from './firmware/preference.js';
import type { Battery } from './physics/battery.js';
import type { Engine } from './physics/engine.js';
import { rungNames } from './work/busy-ladder.js';
import { Random } from './work/random.js';
import type { World } from './world.js';

export interface SimulatedSignal {
  readonly spec: SignalSpec;
  readonly read: () => number;
}

/**
 * A multiplexed counter, read with an error (cycles have their own counter): each growth since the last reading is off by a normal deviate of the
 * relative size `noise`.
 */
function noisy(read: () => number, noise: number, random: Random): () => number {
  if (noise === 0) return () => Math.round(read());
  let truth = 0;
  let shown = 0;
  return () => {
    const now = read();
    shown += (now - truth) * Math.max(0, random.normal(1, noise));
    truth = now;
    return Math.round(shown);
  };
}

/** The cost of a miss in cpu0.cache_misses: ns that one miss of the last level keeps the core waiting. */
const missNs = 80;

const statuses = ['Charging', 'Discharging', 'Full'] as const;

/** The optional properties of a signal; its name ends with its role unless one is given. */
interface More {
  readonly name?: string;
  readonly choices?: readonly string[];
  readonly band?: Band;
}

function signal(
  scope: string,
  role: string,
  unit: string,
  kind: SignalKind,
  read: () => number,
  { name = controlName(scope, role), choices, band = kind === 'state' ? deadBands.change : undefined }: More = {},
): SimulatedSignal {
  const spec = { name, unit, kind, role, scope };
  return { spec: { ...spec, ...(choices && { choices }), ...(band && { band }) }, read };
}

export function simulatedSignals(world: World): readonly SimulatedSignal[] {
  const { settings, battery, noise, platform } = world;
  const { engines } = world.package;
  const random = new Random(world.seed, 'counters');
  const count = (scope: string, role: string, read: () => number): SimulatedSignal =>
    signal(scope, role, 'count', 'counter', read);
  const noisyCount = (scope: string, role: string, read: () => number): SimulatedSignal =>
    count(scope, role, noisy(read, noise, random));
  const cpu = ({ counters, ladder }: Engine, i: number): SimulatedSignal[] => {
    const scope = cpuScope(i);
    const bunching = (rung: string, r: number): SimulatedSignal => {
      const more = { name: `${scope}.bunching.${rung}`, band: deadBands.bunching };
      return signal(scope, 'bunching', 'ratio', 'gauge', () => ladder?.judged(r) ?? Number.NaN, more);
    };
    return [
      signal(scope, 'busy', 'ns', 'counter', () => Math.round(counters.busy * 1e6), { band: deadBands.busy }),
      ...rungNames.map(bunching),
      count(scope, 'cycles', () => Math.round(counters.cycles)),
      noisyCount(scope, 'instructions', () => counters.instructions),
      noisyCount(scope, 'cache_misses', () => (counters.stalled * 1e6) / missNs),
      count(scope, 'aperf', () => Math.round(counters.cycles)),
      noisyCount(scope, 'pperf', () => counters.productive),
      count(scope, 'context_switches', () => counters.switches),
    ];
  };
  const policy = ({ pstate, reflex }: Engine, i: number): SimulatedSignal[] => {
    const scope = policyScope(i);
    const limit = (role: string): SimulatedSignal =>
      signal(scope, role, 'kHz', 'state', () => Number(settings.read(controlName(scope, role))));
    const { choices } = settings.spec(controlName(scope, 'governor'));
    const preference = (): number => settings.preferenceIndex(i) ?? Number.NaN;
    return [
      signal(scope, 'frequency', 'kHz', 'gauge', () => pstate.frequency, { name: `${scope}.cur_freq` }),
      limit('min_freq'),
      limit('max_freq'),
      limit('start_min_freq'),
      limit('start_max_freq'),
      signal(scope, 'raise_ms', 'ms', 'state', () => Number(settings.read(controlName(scope, 'raise_ms')))),
      signal(scope, 'raises', 'count', 'counter', () => reflex.raises),
      signal(scope, 'raised', 'ns', 'counter', () => Math.round(reflex.raisedFor * 1e6)),
      signal(scope, 'spared', 'count', 'counter', () => reflex.spared),
      ...stretchAges.map((below, k) =>
        signal(scope, 'young', 'ns', 'counter', () => Math.round((reflex.young[k] ?? 0) * 1e6), {
          name: `${scope}.young_${below}ms`,
        }),
      ),
      signal(scope, 'governor', 'choice', 'state', () => settings.governorIndex(i), choices && { choices }),
      ...(settings.preferenceIndex(i) === undefined
        ? []
        : [signal(scope, 'epp', 'choice', 'state', preference, { choices: preferenceNames })]),
    ];
  };
  const joules = (scope: string, read: () => number): SimulatedSignal =>
    signal(scope, 'energy', 'uJ', 'counter', () => Math.round(read() * 1000));
  /** The waits of several cores are assumed to overlap. */
  const pressure = (): number => Math.max(...engines.map(e => e.counters.pressure));
  return [
    signal(wholeMachine, 'suspended', 'ns', 'counter', () => world.suspended * 1e6, {
      name: 'clock.suspended',
      band: deadBands.change,
    }),
    ...engines.flatMap(cpu),
    signal('package0', 'throttle', 'count', 'counter', () => engines[0].pstate.throttle.events, {
      name: 'package0.throttles',
    }),
    ...engines.flatMap(policy),
    signal(wholeMachine, 'boost', 'bool', 'state', () => Number(settings.read('boost'))),
    joules('package0', () => world.package.energy),
    joules('package0.core', () => world.package.coreEnergy),
    signal('zone.cpu', 'temperature', 'C', 'gauge', () => world.package.thermal.junction, {
      name: 'zone.cpu.temp',
      band: temperatureBand(platform.numbers.trip),
    }),
    ...(battery === undefined ? [] : supplies(world, battery)),
    signal('psi.cpu', 'pressure', 'us', 'counter', () => Math.round(pressure() * 1000), {
      name: 'psi.cpu.some',
      band: deadBands.pressure,
    }),
  ];
}

function supplies(world: World, battery: Battery): SimulatedSignal[] {
  const scope = supplyScope('BAT0');
  const name = `${scope}.energy`;
  return [
    signal(supplyScope('AC'), 'online', 'bool', 'state', () => (world.mains ? 1 : 0)),
    signal(scope, 'status', 'choice', 'state', () => statuses.indexOf(battery.status), { choices: statuses }),
    signal(scope, 'power', 'uW', 'gauge', () => Math.round(battery.power * 1e6)),
    signal(scope, 'charge', 'uWh', 'gauge', () => Math.round(battery.charge * 1e6), { name }),
    signal(scope, 'capacity', 'percent', 'gauge', () => Math.floor((battery.charge / battery.capacity) * 100)),
  ];
}

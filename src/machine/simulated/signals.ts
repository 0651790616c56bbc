/** The simulated machine's signals, in hello's order, each with how it is read. */
import type { SignalKind, SignalSpec } from '../../model/signals.js';
import { governorNames } from './firmware/kernel-governor.js';
import type { Engine } from './physics/engine.js';
import { rungNames } from './work/busy-ladder.js';
import { Random } from './work/random.js';
import type { World } from './world.js';

export interface SimulatedSignal {
  readonly spec: SignalSpec;
  readonly read: () => number;
}

/** A multiplexed counter, read with an error (cycles have a counter of their own): each growth since the last reading is off by a normal deviate of the relative size `noise`. */
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

/** What cpu0.cache_misses stands for: ns that one miss of the last level keeps the core waiting. */
const missNs = 80;

const statuses = ['Charging', 'Discharging', 'Full'] as const;

export function simulatedSignals(world: World): readonly SimulatedSignal[] {
  const { settings, battery, noise } = world;
  const { engines } = world.package;
  const random = new Random(world.seed, 'counters');
  const counter = (name: string, read: () => number): SimulatedSignal =>
    signal(name, 'count', 'counter', noisy(read, noise, random));
  const signal = (
    name: string,
    unit: string,
    kind: SignalKind,
    read: () => number,
    choices?: readonly string[],
  ): SimulatedSignal => ({
    spec: choices === undefined ? { name, unit, kind } : { name, unit, kind, choices },
    read,
  });
  const cpu = ({ counters, ladder }: Engine, i: number): SimulatedSignal[] => [
    signal(`cpu${i}.busy`, 'ns', 'counter', () => Math.round(counters.busy * 1e6)),
    ...rungNames.map((rung, r) =>
      signal(`cpu${i}.bunching.${rung}`, 'ratio', 'gauge', () => ladder?.judged(r) ?? Number.NaN),
    ),
    signal(`cpu${i}.cycles`, 'count', 'counter', () => Math.round(counters.cycles)),
    counter(`cpu${i}.instructions`, () => counters.instructions),
    counter(`cpu${i}.cache_misses`, () => (counters.stalled * 1e6) / missNs),
    signal(`cpu${i}.aperf`, 'count', 'counter', () => Math.round(counters.cycles)),
    counter(`cpu${i}.pperf`, () => counters.productive),
    signal(`cpu${i}.context_switches`, 'count', 'counter', () => counters.switches),
  ];
  const policy = ({ pstate }: Engine, i: number): SimulatedSignal[] => [
    signal(`policy${i}.cur_freq`, 'kHz', 'gauge', () => pstate.frequency),
    signal(`policy${i}.min_freq`, 'kHz', 'state', () => Number(settings.read(`policy${i}.min_freq`))),
    signal(`policy${i}.max_freq`, 'kHz', 'state', () => Number(settings.read(`policy${i}.max_freq`))),
    signal(`policy${i}.governor`, 'choice', 'state', () => settings.governorIndex(i), governorNames),
  ];
  /** The waits of several cores are taken to overlap. */
  const pressure = (): number => Math.max(...engines.map(e => e.counters.pressure));
  return [
    signal('clock.suspended', 'ns', 'counter', () => world.suspended * 1e6),
    ...engines.flatMap(cpu),
    signal('package0.throttles', 'count', 'counter', () => engines[0].pstate.throttle.events),
    ...engines.flatMap(policy),
    signal('boost', 'bool', 'state', () => Number(settings.read('boost'))),
    signal('package0.energy', 'uJ', 'counter', () => Math.round(world.package.energy * 1000)),
    signal('package0.core.energy', 'uJ', 'counter', () => Math.round(world.package.coreEnergy * 1000)),
    signal('zone.cpu.temp', 'C', 'gauge', () => world.package.thermal.junction),
    ...(battery === undefined
      ? []
      : [
          signal('supply.AC.online', 'bool', 'state', () => (world.mains ? 1 : 0)),
          signal('supply.BAT0.status', 'choice', 'state', () => statuses.indexOf(battery.status), statuses),
          signal('supply.BAT0.power', 'uW', 'gauge', () => Math.round(battery.power * 1e6)),
          signal('supply.BAT0.energy', 'uWh', 'gauge', () => Math.round(battery.charge * 1e6)),
          signal('supply.BAT0.capacity', 'percent', 'gauge', () =>
            Math.floor((battery.charge / battery.capacity) * 100),
          ),
        ]),
    signal('psi.cpu.some', 'us', 'counter', () => Math.round(pressure() * 1000)),
  ];
}

/** The simulated machine's signals, in hello's order, each with how it is read. */
import type { SignalKind, SignalSpec } from '../../model/signals.js';
import { rungNames } from './core/busy-ladder.js';
import { governorNames } from './core/governor.js';
import { Random } from './core/random.js';
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
  const { engine, settings, battery, noise } = world;
  const random = new Random(world.seed, 'counters');
  const counter = (name: string, read: () => number): SimulatedSignal =>
    signal(name, 'count', 'counter', noisy(read, noise, random));
  const { counters, pstate } = engine;
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
  return [
    signal('clock.suspended', 'ns', 'counter', () => world.suspended * 1e6),
    signal('cpu0.busy', 'ns', 'counter', () => Math.round(counters.busy * 1e6)),
    ...rungNames.map((rung, i) =>
      signal(`cpu0.bunching.${rung}`, 'ratio', 'gauge', () => engine.ladder?.judged(i) ?? Number.NaN),
    ),
    signal('cpu0.cycles', 'count', 'counter', () => Math.round(counters.cycles)),
    counter('cpu0.instructions', () => counters.instructions),
    counter('cpu0.cache_misses', () => (counters.stalled * 1e6) / missNs),
    signal('cpu0.aperf', 'count', 'counter', () => Math.round(counters.cycles)),
    counter('cpu0.pperf', () => counters.productive),
    signal('cpu0.context_switches', 'count', 'counter', () => counters.switches),
    signal('package0.throttles', 'count', 'counter', () => pstate.throttle.events),
    signal('policy0.cur_freq', 'kHz', 'gauge', () => pstate.frequency),
    signal('policy0.min_freq', 'kHz', 'state', () => Number(settings.read('policy0.min_freq'))),
    signal('policy0.max_freq', 'kHz', 'state', () => Number(settings.read('policy0.max_freq'))),
    signal('policy0.governor', 'choice', 'state', () => settings.governorIndex, governorNames),
    signal('boost', 'bool', 'state', () => Number(settings.read('boost'))),
    signal('package0.energy', 'uJ', 'counter', () => Math.round(counters.energy * 1000)),
    signal('package0.core.energy', 'uJ', 'counter', () => Math.round(counters.coreEnergy * 1000)),
    signal('zone.cpu.temp', 'C', 'gauge', () => engine.thermal.junction),
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
    signal('psi.cpu.some', 'us', 'counter', () => Math.round(counters.pressure * 1000)),
  ];
}

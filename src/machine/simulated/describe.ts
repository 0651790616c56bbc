/** The simulated machine's description in hello. */
import type { Description } from '../../model/description.js';
import type { ControlValue, Missing, SignalSpec } from '../../model/signals.js';
import type { Topology } from '../../model/topology.js';
import type { World } from './world.js';

/** The model has no critical trip; ours is this far above its throttle point, °C. */
const criticalAbove = 10;

const notSimulated = 'not simulated';
const missing: readonly Missing[] = [
  { what: 'cpu0.stalled_backend', why: "today's CPUs do not offer it; cache_misses are counted" },
  { what: 'platform_profile', why: notSimulated },
  { what: 'package0.long_term.limit', why: notSimulated },
  { what: 'gpu', why: notSimulated },
];

const withoutEpp: Missing = {
  what: 'policy0.epp',
  why: "the simulated firmware does not pick frequencies by itself; the kernel's governor does",
};
const withoutBattery: Missing = { what: 'supply', why: 'a simulated server has no battery' };

function topology({ package: { engines }, settings, platform, battery }: World): Topology {
  const { trip, thyst } = platform.numbers;
  return {
    cpus: engines.map((_, id) => ({ id, online: true, package: 0, core: id, kind: platform.kinds?.[id] ?? null })),
    policies: engines.map(({ pstate: { table, top } }, id) => ({
      id,
      cpus: [id],
      online: [id],
      driver: 'simulated',
      hw_min: table[0] ?? 0,
      hw_max: top,
      base: settings.base(id),
      frequencies: table,
    })),
    zones: [
      {
        signal: 'zone.cpu.temp',
        type: 'cpu',
        trips: [
          { type: 'passive', celsius: trip, hysteresis: thyst },
          { type: 'critical', celsius: trip + criticalAbove, hysteresis: 0 },
        ],
      },
    ],
    supplies:
      battery === undefined
        ? []
        : [
            { name: 'AC', type: 'Mains' },
            { name: 'BAT0', type: 'Battery' },
          ],
    sensors: { busy: 'bpf', counters: 'hardware', energy: 'powercap' },
  };
}

/** The whole description; `boot` distinguishes one start of the simulation from another. */
export function describe(
  world: World,
  signals: readonly SignalSpec[],
  now: { readonly boot: string; readonly epoch: number; readonly baseline: Readonly<Record<string, ControlValue>> },
): Description {
  return {
    bootId: now.boot,
    epoch: now.epoch,
    simulated: true,
    kind: world.platform.kind,
    readOnly: false,
    signals,
    controls: world.settings.names.map(name => world.settings.spec(name)),
    missing: [
      ...missing,
      ...(world.settings.preferenceIndex(0) === undefined ? [withoutEpp] : []),
      ...(world.battery === undefined ? [withoutBattery] : []),
    ],
    topology: topology(world),
    baseline: now.baseline,
  };
}

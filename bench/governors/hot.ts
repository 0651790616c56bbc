/**
 * The machine in a hot room: loads that hit the trip point under the kernel, which then throttles to a fixed clock until the machine has cooled down.
 * Slowdown is relative to the same work on the cooled machine (the model's ambient temperature).
 */
import { ThermalRule } from '../../src/governor/thermal/thermal-rule.js';
import { cpuLoads, type LoadName } from '../../src/machine/simulated/loads/loads.js';
import { platforms } from '../../src/machine/simulated/physics/model-json.js';
import type { PlatformNumbers } from '../../src/machine/simulated/physics/platform.js';
import { clamp } from '../../src/model/bounds.js';
import { type Ceiling, runKernel } from './kernel-run.js';
import { runLattice, type Variant } from './lattice-run.js';
import type { Outcome } from './outcome.js';
import { summary } from './statistics.js';
import type { Work } from './workload.js';

/** °C below the trip: more than the heating in 0.1 s at a clock that is one step too high, which would trigger the throttle. */
const margin = 0.5;

const loads: readonly LoadName[] = ['compute', 'compile', 'hpc_phases'];
/** °C: at the first, full load just trips; the second is well beyond. */
const ambients = [40, 45];
const minutes = 10;

export interface HotRow {
  readonly ambient: number;
  readonly load: LoadName;
  readonly governor: string;
  /** Shares; °C. */
  readonly aboveTrip: number;
  readonly peak: number;
  readonly slowdown: number;
  /** Changes of our limits per minute. */
  readonly writes: number;
}

const thermalOnly = (): ThermalRule[] => [new ThermalRule()];

const contenders: Readonly<Record<string, Variant>> = {
  'thermal rule': { base: 'performance', rules: thermalOnly },
  'thermal rule, no energy counter': { base: 'performance', rules: thermalOnly, hide: /^package0\.energy$/ },
  lattice: { base: 'performance' },
};

/**
 * A bound that no governor can reach on a real machine: it sees the junction itself, and changes the clock ten times a second to stay just below the
 * trip.
 */
function heldBelowTrip({ trip, f }: PlatformNumbers): Ceiling {
  const table = { min: 0, max: f.length - 1 };
  let point = table.max;
  return ({ thermal }) => {
    point = clamp(point + (thermal.junction < trip - margin ? 1 : -1), table);
    return point;
  };
}

export function measureHot(seeds: readonly number[], scale: number, upkeep: boolean): HotRow[] {
  return ambients.flatMap(ambient =>
    loads.flatMap(load => {
      const numbers = { ...platforms.laptop, Tamb: ambient };
      const cases = seeds.map(seed => {
        const open: Work = { load: cpuLoads[load], seed, length: minutes * 60_000 * scale };
        const work: Work = { ...open, jobs: runKernel(platforms.laptop, 'performance', open).responses.length };
        return { work, cooled: runKernel(platforms.laptop, 'performance', work) };
      });
      const row = (governor: string, run: (work: Work) => Outcome): HotRow => {
        const runs = cases.map(({ work, cooled }) => ({ hot: run(work), cooled }));
        return {
          ambient,
          load,
          governor,
          aboveTrip: summary(runs.map(r => r.hot.aboveTrip)).mean,
          peak: Math.max(...runs.map(r => r.hot.peak)),
          writes: summary(runs.map(r => r.hot.writes / (r.hot.length / 60_000))).mean,
          slowdown: summary(runs.map(r => r.hot.length / r.cooled.length - 1)).mean,
        };
      };
      return [
        row('kernel alone', work => runKernel(numbers, 'performance', work)),
        row('held just below the trip', work => runKernel(numbers, 'performance', work, heldBelowTrip(numbers))),
        ...Object.entries(contenders).map(([name, variant]) =>
          row(name, work => runLattice({ machine: 'laptop', numbers }, variant, work, upkeep)),
        ),
      ];
    }),
  );
}

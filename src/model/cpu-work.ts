import type { CpuWork } from './reading.js';
import { ratio } from './units.js';

/** Growth of each signal over the interval, by its place; NaN when there is none to tell. */
export type Growth = Float64Array;

export const grown = (growth: Growth, at: number): number => growth[at] ?? Number.NaN;

/** Where one CPU's signals stand in a sample; −1 for those that it has not. */
export interface CpuPlaces {
  readonly cpu: number;
  readonly busy: number;
  readonly cycles: number;
  readonly instructions: number;
  readonly cacheMisses: number;
  readonly contextSwitches: number;
  readonly actualCycles: number;
  readonly productiveCycles: number;
  readonly stalledMemory: number;
  readonly stalledBackend: number;
  readonly bunching: readonly number[];
}

const ladders = ['5ms', '10ms', '20ms', '40ms', '80ms'];

/** Looks up a CPU's signals by the names of docs/helper-protocol.md. */
export function cpuPlaces(cpu: number, place: (name: string) => number): CpuPlaces {
  const of = (signal: string): number => place(`cpu${cpu}.${signal}`);
  return {
    cpu,
    busy: of('busy'),
    cycles: of('cycles'),
    instructions: of('instructions'),
    cacheMisses: of('cache_misses'),
    contextSwitches: of('context_switches'),
    actualCycles: of('aperf'),
    productiveCycles: of('pperf'),
    stalledMemory: of('stalled_memory'),
    stalledBackend: of('stalled_backend'),
    bunching: ladders.map(l => of(`bunching.${l}`)).filter(at => at >= 0),
  };
}

/** What a CPU did, `busy` being its busy share of an interval of `interval` s. */
export function cpuWork(p: CpuPlaces, busy: number, values: Float64Array, growth: Growth, interval: number): CpuWork {
  const cycles = grown(growth, p.cycles);
  return {
    cpu: p.cpu,
    busy: ratio(busy),
    bunching: leastBunching(p, values),
    cycles: known(cycles / interval),
    instructions: known(grown(growth, p.instructions) / interval),
    cacheMisses: known(grown(growth, p.cacheMisses) / interval),
    stall: stallShare(p, growth, cycles),
  };
}

/** NaN as what it means. */
export const known = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

function leastBunching({ bunching }: CpuPlaces, values: Float64Array): number | undefined {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < bunching.length; i++) {
    const b = values[bunching[i] ?? -1] ?? Number.NaN;
    if (b < least) least = b;
  }
  return known(least);
}

/**
 * Share of the busy time spent waiting for memory, from the best counter there is: 1 − Δpperf/Δaperf (Intel's productive over actual
 * cycles), else the cycles stalled on memory, or on the back end, over all cycles.
 */
function stallShare(p: CpuPlaces, growth: Growth, cycles: number) {
  const productive = grown(growth, p.productiveCycles) / grown(growth, p.actualCycles);
  const stalled = grown(growth, p.stalledMemory) / cycles;
  const share = productive >= 0 ? 1 - productive : stalled >= 0 ? stalled : grown(growth, p.stalledBackend) / cycles;
  return Number.isFinite(share) ? ratio(Math.min(1, Math.max(0, share))) : undefined;
}

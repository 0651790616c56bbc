/** A strategy in closed loop on a simulated GPU. */
import type { Progress } from '../../src/model/gpu-progress.js';
import { type Curve, top } from './curve.js';
import { type Seen, SimulatedGpu } from './simulated-gpu.js';
import type { Strategy } from './strategy.js';

/** Some work of one curve. */
export interface Part {
  readonly curve: Curve;
  /** Seconds that it takes without a limit. */
  readonly work: number;
  /** Seconds of rest before it. */
  readonly rest: number;
  /** Name under which it reports; the workload's own if omitted. */
  readonly application?: string;
}

export interface Run {
  readonly curve: Curve;
  readonly work: number;
  /** s and J, exploration included. */
  readonly time: number;
  readonly energy: number;
  /** The cost of exploration relative to the same work at the settings held, as shares of time and energy. */
  readonly explored: { readonly time: number; readonly energy: number };
}

export interface Conditions {
  readonly seed: number;
  /** Whether the application reports its progress. */
  readonly heartbeats: boolean;
  /** Least power at which the GPU was seen: its draw in a rest. */
  readonly idle: number;
}

export function replay(parts: readonly Part[], strategy: Strategy, { seed, heartbeats, idle }: Conditions): Run[] {
  const gpu = new SimulatedGpu(seed, parts.map(p => p.curve.workload).join());
  let before: Seen | undefined;
  /** What nvidia-smi shows of a second, and what the application reported in it. */
  const tell = (seen: Seen, name: string): void => {
    const said = heartbeats && before !== undefined && seen.doneAt > before.doneAt;
    const progress: Progress[] = said
      ? [{ name, units: seen.done - (before?.done ?? 0), seconds: seen.doneAt - (before?.doneAt ?? 0) }]
      : [];
    before = seen;
    gpu.set(strategy.follow({ seconds: 1, ...seen, progress }));
  };
  return parts.map(({ curve, work, rest, application = curve.workload }) => {
    for (let i = 0; i < rest; i++) tell(gpu.rest(idle), application);
    before = undefined;
    const ledger = new Ledger(curve);
    let left = work;
    while (left > 1e-9) {
      const { exploring } = strategy;
      const { now, energy } = gpu;
      const { work: done, seen } = gpu.second(curve, left);
      left -= done;
      ledger.take({ exploring, work: done, time: gpu.now - now, energy: gpu.energy - energy });
      tell(seen, application);
    }
    return ledger.run();
  });
}

interface Entry {
  readonly exploring: boolean;
  readonly work: number;
  readonly time: number;
  readonly energy: number;
}

class Ledger {
  private readonly curve: Curve;
  private readonly held = { work: 0, time: 0, energy: 0 };
  private readonly explored = { work: 0, time: 0, energy: 0 };

  constructor(curve: Curve) {
    this.curve = curve;
  }

  take({ exploring, work, time, energy }: Entry): void {
    const sum = exploring ? this.explored : this.held;
    sum.work += work;
    sum.time += time;
    sum.energy += energy;
  }

  run(): Run {
    const { curve, held, explored } = this;
    const time = held.time + explored.time;
    const energy = held.energy + explored.energy;
    // Where nothing was held it is compared with no limit.
    const usual = held.work > 0 ? held : { work: 1, time: 1, energy: top(curve).power };
    const extra = (of: 'time' | 'energy'): number => explored[of] - (explored.work * usual[of]) / usual.work;
    return {
      curve,
      work: held.work + explored.work,
      time,
      energy,
      explored: { time: extra('time') / time, energy: extra('energy') / energy },
    };
  }
}

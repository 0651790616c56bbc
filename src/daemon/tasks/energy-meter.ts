import type { Pipeline } from '../../engine/pipeline.js';
import type { Drawn } from '../../governor/attribution/attribute.js';
import type { GpuDrawn } from '../../governor/attribution/attribute-gpus.js';
import { clockPower } from '../../governor/attribution/clock-power.js';
import { resting } from '../../governor/power-curve/package.js';
import { PowerCurves } from '../../governor/power-curve/power-curves.js';
import { memoryTotal, packageTotal } from '../../model/meters.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import type { Topology } from '../../model/topology.js';
import type { Measured } from '../loop/observer.js';
import { type Counted, meanAtRest, plus, uncounted, used } from './counted.js';
import { type GpuMark, GpuMeter } from './gpu-meter.js';

/** What was counted up to a moment. */
export interface MeterMark {
  readonly seconds: number;
  readonly packages: Counted;
  readonly memory: Counted;
  readonly gpus: GpuMark;
  /** By policy: s, and the part of it in which CPUs waited for memory. */
  readonly busy: ReadonlyMap<number, Busy>;
  /** J of what CPUs shared while any was at work. */
  readonly shared: number;
  readonly unseen: number;
}

interface Busy {
  readonly seconds: number;
  readonly waited: number;
}

const none: Busy = { seconds: 0, waited: 0 };

/**
 * Counts what the accounts of tasks share out: energy of packages and memory, CPU time by policy, and what is drawn at rest. It learns
 * curves of its own, which tell apart what CPUs share: the rules' have that in each CPU's cost, so that a slow CPU beside a fast one would get too much.
 */
export class EnergyMeter {
  private readonly curves = new PowerCurves(true);
  private shared = 0;
  private seconds = 0;
  private packages = uncounted;
  private memory = uncounted;
  private readonly gpus = new GpuMeter();
  private readonly busy = new Map<number, Busy>();
  private unseen = 0;
  private restWatts: number | undefined;
  private memoryRestWatts: number | undefined;
  private stages: Pick<Pipeline, 'power' | 'description'> | undefined;
  private numbers: readonly [of: Topology | undefined, numbers: readonly number[]] = [undefined, []];

  /** `learning`: whether to learn what each clock draws; where it never was, the rules' curves are taken. */
  measured(
    { reading, stages }: Pick<Measured, 'reading'> & { readonly stages: Pick<Pipeline, 'power' | 'description'> },
    learning = true,
  ): void {
    this.stages = stages;
    if (learning) this.learn(reading, stages.description.topology);
    const { interval, energy, policies } = reading;
    if (!(interval > 0)) return;
    this.seconds += interval;
    this.gpus.measured(reading);
    const values = new Map(energy.map(meter => [meter.domain, meter.energy as number]));
    const packages = this.packagesOf(stages.description.topology, values);
    const memory = memoryTotal(values);
    this.packages = plus(this.packages, packages);
    this.memory = plus(this.memory, memory);
    for (const { id, busySeconds, work } of policies) {
      if (busySeconds === undefined) {
        this.unseen++;
        continue;
      }
      const { seconds, waited } = this.busy.get(id) ?? none;
      const waiting = work.reduce((sum, { busy = 0, stall = 0 }) => sum + busy * stall, 0) * interval;
      this.busy.set(id, { seconds: seconds + busySeconds, waited: waited + waiting });
    }
    if (!isResting(reading)) return;
    this.restWatts = meanAtRest(this.restWatts, packages, interval);
    this.memoryRestWatts = meanAtRest(this.memoryRestWatts, memory, interval);
  }

  mark(): MeterMark {
    const { seconds, packages, memory, busy, shared, unseen } = this;
    return { seconds, packages, memory, gpus: this.gpus.mark(), busy: new Map(busy), shared, unseen };
  }

  /** What was drawn from one mark to another. What the power curve does not tell of rest is what samples without work told, a mean over a minute of them. */
  between(from: MeterMark, to: MeterMark): Drawn {
    const { stages, curves, restWatts, memoryRestWatts } = this;
    const policies = stages?.description.topology.policies ?? [];
    const busy = policies.map(policy => {
      const [before, now] = [from.busy.get(policy.id) ?? none, to.busy.get(policy.id) ?? none];
      const seconds = now.seconds - before.seconds;
      return { policy, busy: seconds, stall: seconds > 0 ? Math.min(1, (now.waited - before.waited) / seconds) : 0 };
    });
    const own = policies.every(({ id, hw_max }) => curves.perCpu(id, hw_max) !== undefined);
    const { perCpu } = own ? curves : (stages?.power ?? curves);
    const seen = policies.length > 0 && to.unseen === from.unseen;
    return {
      seconds: to.seconds - from.seconds,
      packageJoules: used(from.packages, to.packages),
      idleWatts: curves.idleWatts ?? stages?.power.idleWatts ?? restWatts,
      memoryJoules: used(from.memory, to.memory),
      memoryIdleWatts: memoryRestWatts,
      busySeconds: seen ? busy.reduce((sum, p) => sum + p.busy, 0) : undefined,
      power: clockPower(busy, perCpu, own ? to.shared - from.shared : 0),
    };
  }

  gpusBetween(from: MeterMark, to: MeterMark): GpuDrawn[] {
    return this.gpus.between(from.gpus, to.gpus);
  }

  private learn(reading: LiveReading, topology: Topology): void {
    this.curves.follow(reading, topology);
    if (reading.interval > 0) this.shared += this.curves.sharedWatts * reading.interval;
  }

  /** Of all packages; undefined where one of them is silent. */
  private packagesOf(topology: Topology, values: ReadonlyMap<string, number>): number | undefined {
    if (this.numbers[0] !== topology) {
      const numbers = new Set(topology.cpus.map(cpu => cpu.package ?? 0));
      this.numbers = [topology, numbers.size === 0 ? [0] : [...numbers]];
    }
    const [, numbers] = this.numbers;
    let sum = 0;
    for (const number of numbers) {
      const joules = packageTotal(number, values);
      if (joules === undefined) return undefined;
      sum += joules;
    }
    return sum;
  }
}

const isResting = ({ policies }: LiveReading): boolean =>
  policies.length > 0 && policies.every(({ busy }) => busy !== undefined && busy < resting);

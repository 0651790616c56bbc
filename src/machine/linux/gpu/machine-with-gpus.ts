import type { Description } from '../../../model/description.js';
import { type Gpu, gpuScope } from '../../../model/gpu.js';
import type { Sample } from '../../../model/sample.js';
import type { ControlValue } from '../../../model/signals.js';
import type { Cadence, Machine, MachineEvents, Outcome } from '../../machine.js';
import { Board } from './board.js';
import type { GpuRow } from './row.js';
import { fill, signalCount, signalsOf } from './signals.js';
import { Sleep } from './sleep.js';
import { NvidiaSmiStream } from './stream.js';

/** From this load on a GPU is worth a tick of its own; below it its rows wait for the helper's next sample. */
const busyPercent = 5;
/** What may be asked is looked at this often. */
const lookNs = 1e9;

/** A GPU of the newest description. */
interface Known {
  readonly board: Board;
  readonly sleep: Sleep | undefined;
  readonly gpu: Gpu;
  /** Place of its lock in the helper's samples, and the value that means none. */
  readonly lock: number;
  readonly unlocked: number;
}

const monotonic = (): number => Number(process.hrtime.bigint());

/** A machine whose samples carry what nvidia-smi says of its GPUs. The helper describes and sets them; only measuring needs no privilege. */
export class MachineWithGpus implements Machine {
  private readonly inner: Machine;
  private readonly root: string;
  private readonly stream: NvidiaSmiStream;
  private events: MachineEvents | undefined;
  private known = new Map<string, Known>();
  /** How many values the helper's samples have. */
  private width = 0;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(inner: Machine, nvidiaSmi: string, root: string) {
    this.inner = inner;
    this.root = root;
    this.stream = new NvidiaSmiStream(nvidiaSmi, {
      row: row => this.row(row),
      trouble: why => this.events?.notice('nvidia-smi', why ?? 'works again'),
    });
  }

  async start(events: MachineEvents): Promise<Description> {
    this.events = events;
    let described: Description | undefined;
    const description = await this.inner.start({
      hello: plain => {
        described = this.describe(plain);
        events.hello(described);
      },
      samples: batch => events.samples(this.extended(batch)),
      restored: (why, outcome) => events.restored(why, outcome),
      notice: (what, why) => events.notice(what, why),
      lost: (why, again) => events.lost(why, again),
    });
    return described ?? description;
  }

  cadence(cadence: Cadence): void {
    this.inner.cadence(cadence);
  }

  sample(): void {
    this.inner.sample();
  }

  async set(values: Readonly<Record<string, ControlValue>>, leaseSeconds: number): Promise<Outcome> {
    const outcome = await this.inner.set(values, leaseSeconds);
    for (const { board, gpu } of this.known.values()) {
      const result = outcome.results[`${gpuScope(gpu.id)}.max_clock`];
      if (result !== undefined && 'value' in result) board.wasSet(monotonic());
    }
    return outcome;
  }

  beat(leaseSeconds: number): void {
    this.inner.beat(leaseSeconds);
  }

  restore(): Promise<Outcome> {
    return this.inner.restore();
  }

  stop(): Promise<void> {
    this.stream.stop();
    return this.inner.stop();
  }

  /** Boards keep what they know when the machine describes itself anew. */
  private describe(description: Description): Description {
    const gpus = description.topology.gpus ?? [];
    this.width = description.signals.length;
    this.known = new Map(
      gpus.map(gpu => {
        const before = this.known.get(gpu.uuid);
        const lock = description.signals.findIndex(s => s.name === `${gpuScope(gpu.id)}.max_clock`);
        const sleep = before?.sleep ?? (gpu.bus === undefined ? undefined : new Sleep(this.root, gpu.bus));
        const unlocked = gpu.clocks.at(-1) ?? Number.POSITIVE_INFINITY;
        return [gpu.uuid, { gpu, board: before?.board ?? new Board(), sleep, lock, unlocked }];
      }),
    );
    this.look(monotonic());
    return { ...description, signals: [...description.signals, ...gpus.flatMap(gpu => signalsOf(gpu.id))] };
  }

  private extended(batch: readonly Sample[]): Sample[] {
    const newest = batch.at(-1)?.at ?? 0;
    if (newest - this.lookedAt >= lookNs) this.look(newest);
    return this.known.size === 0 ? [...batch] : batch.map(sample => this.extend(sample));
  }

  private extend({ at, epoch, values }: Sample): Sample {
    const longer = new Float64Array(this.width + this.known.size * signalCount);
    longer.set(values);
    let place = this.width;
    for (const { board, lock, unlocked } of this.known.values()) {
      board.advance(at);
      fill(board, at, longer, place);
      place += signalCount;
      const ours = longer[lock];
      if (ours !== undefined && Number.isFinite(ours)) longer[lock] = board.lockState(ours, unlocked);
    }
    return { at, epoch, values: longer };
  }

  private row(row: GpuRow): void {
    const known = this.known.get(row.uuid);
    if (known === undefined) return;
    const at = monotonic();
    const { board, sleep } = known;
    const stuck = board.stuck;
    board.push(row, at);
    sleep?.follow(row.busy === 0 && (row.memoryBusy ?? 0) === 0, at);
    if (board.stuck && !stuck)
      this.events?.notice(gpuScope(known.gpu.id), 'its figures have not moved for a minute under load: not believed');
    if ((row.busy ?? 0) >= busyPercent) this.inner.sample();
  }

  /** Starts and stops nvidia-smi by which GPUs are awake. */
  private look(at: number): void {
    this.lookedAt = at;
    const all = [...this.known.values()];
    const awake = all.filter(({ sleep }) => sleep?.mayAsk(at) ?? true);
    if (awake.length === 0) this.stream.stop();
    else this.stream.start(awake.length === all.length ? undefined : awake.map(({ gpu }) => gpu.uuid));
  }
}

import type { Description } from '../../../model/description.js';
import { type Gpu, gpuScope } from '../../../model/gpu.js';
import { Places } from '../../../model/sensing/places.js';
import type { Sample } from '../../../model/sensing/sample.js';
import type { ControlValue } from '../../../model/signals.js';
import { type TasksWanted, type TaskTable, usualHold } from '../../../model/tasks/task.js';
import type { Cadence, Machine, MachineEvents, Outcome } from '../../machine.js';
import { Board } from './board.js';
import { GpuPace } from './pace.js';
import type { GpuRow } from './row.js';
import { GpuRuns } from './runs.js';
import { fill, signalCount, signalsOf } from './signals.js';
import { Sleep } from './sleep.js';
import { NvidiaSmiStream } from './stream.js';

/** What may be asked is looked at this often. */
const lookNs = 1e9;

/** A GPU of the newest description. */
interface Known {
  readonly board: Board;
  readonly pace: GpuPace;
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
  private readonly runs: GpuRuns;
  private events: MachineEvents | undefined;
  private known = new Map<string, Known>();
  /** How many values the helper's samples have. */
  private width = 0;
  private wantedCadence: Cadence | undefined;
  /** The longest batch that GPUs allow, s. */
  private longest = Number.POSITIVE_INFINITY;
  /** Samples wait for the rows that belong to them. */
  private waiting: Sample[] = [];
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(inner: Machine, nvidiaSmi: string, root: string) {
    this.inner = inner;
    this.root = root;
    this.runs = new GpuRuns(nvidiaSmi);
    this.stream = new NvidiaSmiStream(nvidiaSmi, {
      row: (row, ago) => this.row(row, monotonic() - ago * 1e6),
      trouble: why => this.events?.notice('nvidia-smi', why ?? 'works again'),
    });
  }

  async start(events: MachineEvents): Promise<Description> {
    this.events = events;
    let described: Description | undefined;
    const description = await this.inner.start({
      hello: plain => {
        this.deliver();
        described = this.describe(plain);
        events.hello(described);
      },
      samples: batch => this.take(batch),
      restored: (why, outcome) => events.restored(why, outcome),
      notice: (what, why) => events.notice(what, why),
      lost: (why, again) => {
        this.deliver();
        events.lost(why, again);
      },
    });
    return described ?? description;
  }

  cadence(cadence: Cadence): void {
    this.wantedCadence = cadence;
    this.keepPace();
  }

  sample(): void {
    this.inner.sample();
  }

  async set(values: Readonly<Record<string, ControlValue>>, leaseSeconds: number): Promise<Outcome> {
    const outcome = await this.inner.set(values, leaseSeconds);
    for (const { board, pace, gpu } of this.known.values()) {
      const result = outcome.results[`${gpuScope(gpu.id)}.max_clock`];
      if (result === undefined || !('value' in result)) continue;
      board.wasSet(monotonic());
      pace.wasSet(monotonic());
    }
    this.pace(monotonic());
    return outcome;
  }

  keep(controls: readonly string[]): void {
    this.inner.keep(controls);
  }

  async tasks(wanted?: TasksWanted): Promise<TaskTable> {
    if (this.inner.tasks === undefined) throw new Error('this machine tells no tasks');
    this.runs.want(monotonic() + (wanted?.holdSeconds ?? usualHold) * 1e9);
    const table = await this.inner.tasks(wanted);
    return this.known.size === 0 ? table : { ...table, gpus: this.runs.take() };
  }

  beat(leaseSeconds: number): void {
    this.inner.beat(leaseSeconds);
  }

  restore(): Promise<Outcome> {
    return this.inner.restore();
  }

  stop(): Promise<Outcome | undefined> {
    this.stream.stop();
    this.runs.stop();
    return this.inner.stop();
  }

  /** Boards keep what they know when the machine describes itself anew. */
  private describe(description: Description): Description {
    const gpus = description.topology.gpus ?? [];
    const places = new Places(description.signals);
    this.width = description.signals.length;
    this.known = new Map(
      gpus.map(gpu => {
        const before = this.known.get(gpu.uuid);
        const lock = places.at(gpuScope(gpu.id), 'max_clock');
        const sleep = before?.sleep ?? (gpu.bus === undefined ? undefined : new Sleep(this.root, gpu.bus));
        const unlocked = gpu.clocks.at(-1) ?? Number.POSITIVE_INFINITY;
        return [
          gpu.uuid,
          { gpu, board: before?.board ?? new Board(), pace: before?.pace ?? new GpuPace(), sleep, lock, unlocked },
        ];
      }),
    );
    this.look(monotonic());
    return { ...description, signals: [...description.signals, ...gpus.flatMap(gpu => signalsOf(gpu.id))] };
  }

  /** A busy GPU keeps the helper from holding samples back for long. */
  private pace(at: number): void {
    const longest = Math.min(...[...this.known.values()].map(({ pace }) => pace.longest(at)));
    if (longest === this.longest) return;
    this.longest = longest;
    this.keepPace();
  }

  private keepPace(): void {
    const { wantedCadence: cadence, longest } = this;
    if (cadence !== undefined)
      this.inner.cadence({ ...cadence, batchSeconds: Math.min(longest, cadence.batchSeconds) });
  }

  private take(batch: readonly Sample[]): void {
    const newest = batch.at(-1)?.at ?? 0;
    if (newest - this.lookedAt >= lookNs) this.look(newest);
    if (!this.stream.running) {
      this.deliver();
      this.events?.samples(batch.map(sample => this.extend(sample)));
      return;
    }
    const first = this.waiting.length === 0;
    this.waiting.push(...batch);
    if (first) this.stream.gather(() => this.deliver());
  }

  private deliver(): void {
    const batch = this.waiting.splice(0);
    if (batch.length > 0) this.events?.samples(batch.map(sample => this.extend(sample)));
  }

  private extend(sample: Sample): Sample {
    if (this.known.size === 0) return sample;
    const { at, epoch, values } = sample;
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

  private row(row: GpuRow, at: number): void {
    const known = this.known.get(row.uuid);
    if (known === undefined) return;
    const { board, pace, sleep } = known;
    const stuck = board.stuck;
    board.push(row, at);
    this.runs.numbered(known.gpu.id, row.index);
    sleep?.follow(row.busy === 0 && (row.memoryBusy ?? 0) === 0, at);
    if (board.stuck && !stuck)
      this.events?.notice(gpuScope(known.gpu.id), 'its figures have not moved for a minute under load: not believed');
    pace.follow(row, at);
    this.pace(at);
  }

  /** Starts and stops nvidia-smi by which GPUs are awake. */
  private look(at: number): void {
    this.lookedAt = at;
    this.pace(at);
    const all = [...this.known.values()];
    const awake = all.filter(({ sleep }) => sleep?.mayAsk(at) ?? true);
    if (awake.length === 0) this.stream.stop();
    else this.stream.start(awake.length === all.length ? undefined : awake.map(({ gpu }) => gpu.uuid));
    const busy = awake.filter(({ pace }) => Number.isFinite(pace.longest(at)));
    this.runs.follow(
      at,
      busy.map(({ gpu }) => gpu.id),
    );
  }
}

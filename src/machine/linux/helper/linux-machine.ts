import type { Description } from '../../../model/description.js';
import type { Sample } from '../../../model/sensing/sample.js';
import type { ControlValue } from '../../../model/signals.js';
import type { TasksWanted, TaskTable } from '../../../model/tasks/task.js';
import type { Cadence, Machine, MachineEvents, Outcome } from '../../machine.js';
import { timeUp } from '../../time-up.js';
import { TaskRequests } from '../tasks/task-requests.js';
import type { Connection } from './connection.js';
import { encodeRequest, type Frame, FrameDecoder, ProtocolError } from './frames.js';
import { describe } from './hello.js';
import { failed, outcomeOf } from './outcomes.js';

const ackTimeoutMs = 5000;
const closeGraceMs = 3000;
const usualPatienceMs = 10_000;
/** Delays between attempts to reach a helper again; the last one repeats. */
const reconnectMs = [200, 500, 1000, 2000, 5000];

interface Pending {
  readonly controls: Readonly<Record<string, ControlValue>>;
  readonly resolve: (outcome: Outcome) => void;
  readonly timer: NodeJS.Timeout;
}

/** A Linux machine behind `lattice-helper`: one connection at a time, made again when it breaks. */
export class LinuxMachine implements Machine {
  private connection: Connection | undefined;
  private decoder = new FrameDecoder();
  private readonly pending = new Map<number, Pending>();
  private readonly taskRequests = new TaskRequests();
  private events: MachineEvents | undefined;
  private description: Description | undefined;
  private wantedCadence: Cadence | undefined;
  private nextId = 1;
  private attempts = 0;
  private stopping = false;
  /** Who waits for the first description. */
  private starting: { resolve(description: Description): void; reject(error: Error): void } | undefined;
  /** What the helper said in its newest `error`: before a hello it is why it won't talk to us. */
  private refusal: string | undefined;
  private reconnect: NodeJS.Timeout | undefined;
  private readonly open: () => Connection;
  private readonly patienceMs: number;

  /** `open` makes a new connection each time it is called; `patienceMs`: for the first description. */
  constructor(open: () => Connection, patienceMs = usualPatienceMs) {
    this.open = open;
    this.patienceMs = patienceMs;
  }

  start(events: MachineEvents): Promise<Description> {
    this.events = events;
    return new Promise((resolve, reject) => {
      const late = timeUp(this.patienceMs, () => {
        if (this.starting !== undefined)
          this.giveUp(`lattice-helper did not describe the machine within ${this.patienceMs / 1000} s`);
      });
      this.starting = {
        resolve: description => {
          clearTimeout(late);
          resolve(description);
        },
        reject: error => {
          clearTimeout(late);
          reject(error);
        },
      };
      this.connect();
    });
  }

  cadence(cadence: Cadence): void {
    this.wantedCadence = cadence;
    const { activeHz, quietHz, batchSeconds } = cadence;
    this.send({ id: this.nextId++, op: 'rate', active_hz: activeHz, quiet_hz: quietHz, batch_s: batchSeconds });
  }

  sample(): void {
    this.send({ id: this.nextId++, op: 'sample' });
  }

  set(values: Readonly<Record<string, ControlValue>>, leaseSeconds: number): Promise<Outcome> {
    return this.request({ op: 'set', lease_s: leaseSeconds, values }, values);
  }

  keep(controls: readonly string[]): void {
    const values = Object.fromEntries(controls.map(name => [name, true]));
    this.send({ id: this.nextId++, op: 'keep', values });
  }

  beat(leaseSeconds: number): void {
    this.send({ id: this.nextId++, op: 'beat', lease_s: leaseSeconds });
  }

  restore(): Promise<Outcome> {
    return this.request({ op: 'restore' }, {});
  }

  /** All tasks of the kernel, which counts from the first call until `holdSeconds` after the last one. Rejects with the reason where that can't be had. */
  tasks(wanted: TasksWanted = {}): Promise<TaskTable> {
    return this.taskRequests.ask(this.nextId++, wanted, request => this.send(request));
  }

  async stop(): Promise<Outcome | undefined> {
    if (this.stopping) return undefined;
    this.stopping = true;
    clearTimeout(this.reconnect);
    if (this.connection === undefined) return undefined;
    const left = this.description === undefined ? undefined : await this.restore();
    await this.connection?.close(closeGraceMs);
    // An answer has an epoch.
    return left === undefined || Number.isNaN(left.epoch) ? undefined : left;
  }

  private connect(): void {
    const connection = this.open();
    this.connection = connection;
    this.decoder = new FrameDecoder();
    connection.onEnd(why => this.ended(connection, why));
    connection.input.on('data', (chunk: Buffer) => {
      if (this.connection !== connection) return;
      try {
        this.take(this.decoder.push(chunk));
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.ended(connection, `lattice-helper broke the protocol: ${error.message}`);
        void connection.close(closeGraceMs);
      }
    });
  }

  /** Samples that arrived together are told together; what stands before a malformed frame still counts. */
  private take(frames: Iterable<Frame>): void {
    const samples: Sample[] = [];
    const tell = (): void => {
      if (samples.length === 0) return;
      this.attempts = 0;
      this.events?.samples(samples.splice(0));
    };
    try {
      for (const frame of frames) {
        if (frame.type === 'json') {
          tell();
          this.takeJson(frame.body);
        } else if (frame.type === 'tasks') {
          this.taskRequests.take(frame.frame);
        } else if (frame.sample.values.length === this.description?.signals.length) {
          samples.push(frame.sample);
        } else {
          const named = this.description?.signals.length ?? 'none';
          throw new ProtocolError(`sample of ${frame.sample.values.length} values, hello named ${named}`);
        }
      }
    } finally {
      tell();
    }
  }

  private takeJson(body: unknown): void {
    if (typeof body !== 'object' || body === null || !('t' in body))
      throw new ProtocolError('a message without a type');
    if (body.t === 'hello') {
      this.description = describe(body);
      this.events?.hello(this.description);
      this.starting?.resolve(this.description);
      this.starting = undefined;
      if (this.wantedCadence !== undefined) this.cadence(this.wantedCadence);
    } else if (body.t === 'ack' && 'id' in body && typeof body.id === 'number') {
      this.acknowledged(body.id, body);
    } else if (body.t === 'restored' && 'why' in body) {
      this.events?.restored(String(body.why), outcomeOf(body));
    } else if (body.t === 'notice' && 'what' in body && 'why' in body) {
      this.events?.notice(String(body.what), String(body.why));
    } else if (body.t === 'error' && 'why' in body) {
      this.refusal = String(body.why);
      if (this.description !== undefined) this.events?.notice('lattice-helper refused a message', this.refusal);
    }
  }

  private request(request: object, controls: Readonly<Record<string, ControlValue>>): Promise<Outcome> {
    const id = this.nextId++;
    return new Promise(resolve => {
      const timer = timeUp(ackTimeoutMs, () =>
        this.settle(id, failed(controls, 'ETIMEDOUT', 'no answer from lattice-helper')),
      );
      this.pending.set(id, { controls, resolve, timer });
      if (!this.send({ id, ...request })) this.settle(id, failed(controls, 'ECONNRESET', 'lattice-helper is away'));
    });
  }

  /** An ack with an `error` did nothing at all: what it was to set is refused, and a refused beat is told, since the lease runs on. */
  private acknowledged(id: number, body: object): void {
    if (this.taskRequests.acknowledged(id, body)) return;
    const pending = this.pending.get(id);
    if (!('error' in body)) this.settle(id, outcomeOf(body));
    else if (pending !== undefined) this.settle(id, failed(pending.controls, 'EINVAL', String(body.error)));
    else this.events?.notice('lattice-helper refused a request', String(body.error));
  }

  private settle(id: number, outcome: Outcome): void {
    const pending = this.pending.get(id);
    if (pending === undefined) return;
    this.pending.delete(id);
    clearTimeout(pending.timer);
    pending.resolve(outcome);
  }

  private send(request: object): boolean {
    const { connection } = this;
    if (connection === undefined || this.description === undefined || connection.output.destroyed) return false;
    connection.output.write(encodeRequest(request));
    return true;
  }

  /** There never was a machine: nobody comes to be told later. */
  private giveUp(why: string): void {
    this.starting?.reject(new Error(why));
    this.starting = undefined;
    void this.stop();
  }

  private ended(connection: Connection, ending: string): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    const why = this.description === undefined && this.refusal !== undefined ? `${ending}: ${this.refusal}` : ending;
    this.description = undefined;
    this.refusal = undefined;
    for (const [id, { controls }] of this.pending) this.settle(id, failed(controls, 'ECONNRESET', why));
    this.taskRequests.failAll(why);
    if (this.stopping) return;
    if (this.starting !== undefined) {
      this.giveUp(why);
      return;
    }
    const delay = reconnectMs[Math.min(this.attempts++, reconnectMs.length - 1)] ?? 0;
    this.events?.lost(why, true);
    this.reconnect = setTimeout(() => this.connect(), delay);
  }
}

import type { Pipeline } from '../../engine/pipeline.js';
import type { Tick } from '../../engine/tick.js';
import type { CustodyEvent } from '../../governor/custody/control-state.js';
import { calmAfterSeconds, leaseFor } from '../../machine/cadence.js';
import type { Cadence, Machine, Outcome } from '../../machine/machine.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import type { Nanoseconds } from '../../model/units.js';
import { byDevice } from './by-device.js';
import type { Recorder } from './recorder.js';

/** At most 8 changes a second: each costs the kernel a policy update. */
const betweenWritesNs = 125e6;

export interface WritesOptions {
  readonly machine: Pick<Machine, 'sample' | 'set' | 'beat' | 'restore'>;
  readonly recorder: Pick<Recorder, 'awaitReadback'>;
  readonly cadence: () => Cadence;
  /** Called with what the kernel made of each write. */
  readonly wrote: (results: Outcome['results']) => void;
  /** Called with the outcome of each written value. */
  readonly settled: (event: CustodyEvent) => void;
  readonly notice: (what: string, why: string) => void;
}

/** Writes what ticks ask for, and holds it with a lease for as long as samples come. */
export class Writes {
  private readonly options: WritesOptions;
  /** Whether the helper holds values of ours under a lease. */
  private leased = false;
  private renewedAt = Number.NEGATIVE_INFINITY;
  private wroteAt = Number.NEGATIVE_INFINITY;
  private again: NodeJS.Timeout | undefined;
  private resting = false;

  constructor(options: WritesOptions) {
    this.options = options;
  }

  /** Stops writing; outcomes of earlier writes are no longer reported. */
  rest(): void {
    this.resting = true;
    clearTimeout(this.again);
  }

  /** Another helper describes the machine: it may not know our lease. */
  hello(): void {
    this.renewedAt = Number.NEGATIVE_INFINITY;
  }

  /** What we wrote is no longer in place. */
  forget(stages: Pipeline): void {
    this.leased = false;
    stages.custody.forget();
  }

  /** Writes what a tick asks for after `calm` seconds of quiet; the outcome arrives long after the tick. */
  async make(stages: Pipeline, { writes, reading }: Tick, calm: number): Promise<void> {
    if (this.resting) return;
    if (Object.keys(writes).length === 0) return;
    if (reading.at - this.wroteAt < betweenWritesNs) {
      // A quiet machine's next sample may come much later.
      this.again ??= setTimeout(() => {
        this.again = undefined;
        this.options.machine.sample();
      }, betweenWritesNs / 1e6).unref();
      return;
    }
    this.leased = true;
    this.wroteAt = reading.at;
    this.renewedAt = reading.at;
    await Promise.all(byDevice(writes, stages.names).map(part => this.write(stages, part, reading, calm)));
  }

  /** Renews the lease when it is time. */
  renew(at: Nanoseconds, calm: number): void {
    if (!this.leased) return;
    const lease = leaseFor(calm, this.options.cadence());
    const due = calm > calmAfterSeconds ? 0 : (lease / 3) * 1e9;
    if (at - this.renewedAt < Math.max(due, 1e9)) return;
    this.renewedAt = at;
    this.options.machine.beat(lease);
  }

  /** Restores the machine to its state before the daemon came, and ends the lease. */
  letGo(stages: Pipeline): void {
    if (!this.leased) return;
    this.forget(stages);
    void this.options.machine.restore().then(({ results }) => {
      for (const [control, result] of Object.entries(results))
        if ('errno' in result) this.options.notice(`${control} was not put back`, result.why ?? result.errno);
    });
  }

  private async write(stages: Pipeline, writes: Tick['writes'], reading: LiveReading, calm: number): Promise<void> {
    stages.custody.sent(writes, reading.at);
    const record = this.options.recorder.awaitReadback(writes, stages.names);
    const { results } = await this.options.machine.set(writes, leaseFor(calm, this.options.cadence()));
    this.options.wrote(results);
    if (this.resting) return;
    record(results);
    for (const event of stages.custody.settled(results, reading.at)) this.options.settled(event);
  }
}

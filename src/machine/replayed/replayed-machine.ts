/** A recording as a Machine: the same samples at the recorded rate, or as fast as they can be processed. It only observes. */

import type { Entry } from '../../engine/replay/recording.js';
import type { Description } from '../../model/description.js';
import type { ControlValue } from '../../model/signals.js';
import type { ControlResult, Machine, MachineEvents, Outcome } from '../machine.js';
import { type Clock, monotonicClock } from '../simulated/clock.js';
import { entries } from './entries.js';

export interface ReplayOptions {
  readonly path: string;
  /** Recorded seconds per second; Infinity: as fast as possible. */
  readonly speed?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Yields to other tasks after at most this many samples. */
const turn = 64;

const readOnly = 'a recording can not be set';

/** A recording's description in a replay: none of its controls can be written. */
const observed = (d: Description): Description => ({
  ...d,
  kind: 'replayed',
  readOnly: true,
  controls: d.controls.map(c => ({ ...c, writable: false, why: readOnly })),
  baseline: {},
  kept: {},
});

export class ReplayedMachine implements Machine {
  private readonly source: AsyncGenerator<Entry>;
  private readonly speed: number;
  private readonly clock: Clock;
  private events: MachineEvents | undefined;
  private epoch = 0;
  /** The first sample's time, in the clock's ms and in recorded ms. */
  private began: { readonly clock: number; readonly recorded: number } | undefined;
  private wake: () => void = () => undefined;
  private playing: Promise<void> = Promise.resolve();

  constructor({ path, speed = 1, clock = monotonicClock }: ReplayOptions) {
    this.source = entries(path);
    this.speed = speed;
    this.clock = clock;
  }

  /** Rejects with a RecordingError if the file does not begin as a recording does. */
  async start(events: MachineEvents): Promise<Description> {
    const first = await this.source.next();
    if (first.done || !('hello' in first.value)) throw new Error('a recording begins with a hello');
    this.events = events;
    const { hello } = first.value;
    this.epoch = hello.epoch;
    const description = observed(hello);
    events.hello(description);
    this.playing = this.play();
    return description;
  }

  /** The cadence is the recorded one. */
  cadence(): void {}

  /** What was not recorded cannot be sampled. */
  sample(): void {}

  /** Nothing is written, so nothing is left. */
  keep(): void {}

  async set(values: Readonly<Record<string, ControlValue>>): Promise<Outcome> {
    const refuse = (wanted: ControlValue): ControlResult => ({ errno: 'EROFS', wanted, why: readOnly });
    return {
      epoch: this.epoch,
      results: Object.fromEntries(Object.entries(values).map(([name, v]) => [name, refuse(v)])),
    };
  }

  beat(): void {}

  async restore(): Promise<Outcome> {
    return { epoch: this.epoch, results: {} };
  }

  async stop(): Promise<undefined> {
    this.events = undefined;
    this.wake();
    await this.playing;
    await this.source.return(undefined);
  }

  /** Emits the entries until the end, a damaged line, or stop; the first two are reported as `lost`. */
  private async play(): Promise<void> {
    await this.until(this.clock.now());
    let given = 0;
    try {
      for await (const entry of this.source) {
        if (this.events === undefined) return;
        const due = 'sample' in entry ? this.dueAt(entry.sample.at / 1e6) : 0;
        if (due > this.clock.now() || ++given % turn === 0) await this.until(due);
        if (this.events === undefined) return;
        this.give(entry);
      }
      this.events?.lost('the recording has ended', false);
    } catch (problem) {
      this.events?.lost(problem instanceof Error ? problem.message : String(problem), false);
    }
  }

  private give(entry: Entry): void {
    if ('sample' in entry) {
      this.epoch = entry.sample.epoch;
      this.events?.samples([entry.sample]);
    } else if ('hello' in entry) {
      this.events?.hello(observed(entry.hello));
    }
  }

  /** When a sample recorded at `recorded` ms is due, in the clock's ms. */
  private dueAt(recorded: number): number {
    this.began ??= { clock: this.clock.now(), recorded };
    return this.began.clock + (recorded - this.began.recorded) / this.speed;
  }

  private until(due: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.clock.at(due, resolve);
      this.wake = () => {
        cancel();
        resolve();
      };
    });
  }
}

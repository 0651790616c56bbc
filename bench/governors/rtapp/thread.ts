/**
 * One thread of an rt-app document on the simulated core.
 *
 * 1. Events run one after the other, phases as often as their loops say, and the whole as often as the task's loop says (src/rt-app.c, run_event).
 * 2. `run` is work at f_max, `runtime` is time at any clock. A woken thread has to get the core before its next event.
 * 3. A timer is due one period after it was last due, at first after the thread's start. A thread that comes too late does not sleep, and a relative
 *    timer (the usual one) counts on from then.
 * 4. From waking to resting is one job. Before a timer its deadline is when the timer is due (rt-app's slack). Otherwise it is late if it was resumed
 *    again before it rested: that call is lost.
 */
import type { Job, Piece, Thread } from '../../../src/machine/simulated/work/job.js';
import type { RtEvent, RtTask } from './document.js';
import type { Resources, Waiter } from './resources.js';

/** As in model.json's three periodic tasks. */
const memory = 0.1;
/** A loop with this many events without rest or work does not end. */
const most = 100_000;
/** Scheduling takes no time of its own. */
const scheduled: Piece = { work: 0, memory: 0 };

export class RtThread implements Thread, Waiter {
  readonly of: Thread['of'];
  nextArrival: number;
  runnable = false;
  piece: Piece | undefined;
  remaining = 0;
  private readonly task: RtTask;
  private readonly shared: Resources;
  private readonly timers = new Map<string, number>();
  private readonly began: number;
  private readonly events: Iterator<RtEvent>;
  /** When it woke; undefined while it rests. */
  private woken: number | undefined;
  /** When it was first resumed since then while it was not waiting. */
  private called = Number.POSITIVE_INFINITY;
  private worked = false;

  constructor(task: RtTask, shared: Resources, now: number) {
    this.of = { name: task.name, scored: true, nice: task.nice };
    this.task = task;
    this.shared = shared;
    this.began = now + task.delay;
    this.nextArrival = this.began;
    this.events = eventsOf(task);
  }

  admit(now: number): void {
    if (this.nextArrival > now) return;
    const at = this.nextArrival;
    this.nextArrival = Number.POSITIVE_INFINITY;
    this.wake(at);
  }

  wake(now: number): void {
    this.woken ??= now;
    this.begin(scheduled);
  }

  missed(now: number): void {
    this.called = Math.min(this.called, now);
  }

  endPiece(now: number): Job | undefined {
    this.piece = undefined;
    this.runnable = false;
    let job: Job | undefined;
    for (let i = 0; i < most; i++) {
      const { value: event, done } = this.events.next();
      if (done === true) return job ?? this.rest();
      if (event.kind === 'run' || event.kind === 'runtime') {
        this.worked = true;
        this.begin({ work: event.ms, memory: event.kind === 'run' ? memory : 0, timed: event.kind === 'runtime' });
        return job;
      }
      if (event.kind === 'sleep') {
        this.nextArrival = now + event.ms;
        return job ?? this.rest();
      }
      if (event.kind === 'timer') {
        const due = this.due(event, now);
        job ??= this.rest(due);
        if (due > now) {
          this.nextArrival = due;
          return job;
        }
        this.woken = now;
      } else if (this.blocks(event, now)) {
        return job ?? (event.kind === 'lock' ? undefined : this.rest());
      }
    }
    throw new RangeError(`rt-app task ${this.task.name}: ${most} events without rest or work`);
  }

  /** Acts on a shared object; returns whether the thread now has to wait for another. */
  private blocks(event: Exclude<RtEvent, { kind: 'run' | 'runtime' | 'sleep' | 'timer' }>, now: number): boolean {
    const { shared } = this;
    switch (event.kind) {
      case 'lock':
        return !shared.lock(event.on, this);
      case 'unlock':
        shared.unlock(event.on, this, now);
        return false;
      case 'signal':
        shared.signal(event.on, now);
        return false;
      case 'resume':
        shared.resume(event.on, now);
        return false;
      case 'broad':
        shared.broadcast(event.on, now);
        return false;
      case 'suspend':
        shared.wait(event.on, this, now);
        return true;
      case 'sync':
        shared.signal(event.on, now);
        shared.wait(event.on, this, now, event.mutex);
        return true;
      case 'wait':
        shared.wait(event.on, this, now, event.mutex);
        return true;
    }
  }

  private due({ on, ms, absolute }: Extract<RtEvent, { kind: 'timer' }>, now: number): number {
    const timers = on === 'unique' ? this.timers : this.shared.timers;
    const due = (timers.get(on) ?? this.began) + ms;
    timers.set(on, due <= now && !absolute ? now : due);
    return due;
  }

  private begin(piece: Piece): void {
    this.piece = piece;
    this.remaining = piece.work;
    this.runnable = true;
  }

  /** The job of all that it did since it woke, if anything. */
  private rest(due = Number.POSITIVE_INFINITY): Job | undefined {
    const { worked, woken: arrival, called } = this;
    this.woken = undefined;
    this.worked = false;
    this.called = Number.POSITIVE_INFINITY;
    return worked && arrival !== undefined ? { arrival, pieces: [], deadline: Math.min(due, called) } : undefined;
  }
}

function* eventsOf({ loop, phases }: RtTask): Generator<RtEvent, undefined> {
  for (let turn = 0; turn !== loop; turn++) {
    let empty = true;
    for (const { loop: times, events } of phases) {
      for (let i = 0; i !== times; i++) yield* events;
      empty &&= events.length === 0;
    }
    if (empty) return;
  }
}

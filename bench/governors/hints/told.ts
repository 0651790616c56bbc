import type { MoveBudget } from '../../../src/engine/tick.js';
import type { Hinted } from '../../../src/governor/budget/hinted.js';
import { Hints } from '../../../src/governor/budget/hints.js';
import type { JobObserver } from '../../../src/machine/simulated/physics/engine.js';
import type { ProfileName } from '../../../src/model/people/profiles.js';

/** What a task of a load says of its work, as an application does on the heartbeat socket; ms. */
export interface TaskHint {
  readonly name: string;
  readonly deadline?: number;
  readonly latency?: number;
  readonly batch?: boolean;
}

/** ms. The daemon looks as often at what processes did. */
const betweenLooks = 2000;
/** ms of work below which a look says nothing. */
const least = 50;

/** Hints of a load's tasks, with each one's share of the work that was done lately: of jobs, as they end. */
export class Told {
  private readonly hints: readonly TaskHint[];
  private readonly rule = new Hints();
  private done = new Map<string, number>();
  private shares = new Map<string, number>();
  private lookedAt = 0;

  constructor(hints: readonly TaskHint[]) {
    this.hints = hints;
  }

  /** Tells `next` of each job, and keeps its work. */
  observing(next: JobObserver): JobObserver {
    return (of, job, finished) => {
      const work = job.pieces.reduce((sum, piece) => sum + piece.work, 0);
      this.done.set(of.name, (this.done.get(of.name) ?? 0) + work);
      next(of, job, finished);
    };
  }

  /** The function that gives `tick` its budget, at `now` ms. */
  mover(profile: ProfileName, now: number): MoveBudget {
    return (usual, { interval }) =>
      this.rule.move(usual, { profile, usual, interval, hints: this.hints.length === 0 ? none : this.asked(now) });
  }

  private asked(now: number): readonly Hinted[] {
    if (now - this.lookedAt >= betweenLooks) this.look(now);
    return this.hints.map(({ name, deadline = null, latency = null, batch = false }, pid) => {
      return {
        name,
        pid,
        uid: 1000,
        deadline,
        latency,
        batch,
        process: { share: this.shares.get(name), trouble: undefined },
      };
    });
  }

  private look(now: number): void {
    this.lookedAt = now;
    const all = [...this.done.values()].reduce((sum, work) => sum + work, 0);
    if (all < least) return;
    this.shares = new Map(this.hints.map(({ name }) => [name, (this.done.get(name) ?? 0) / all]));
    this.done.clear();
  }
}

const none: readonly Hinted[] = [];

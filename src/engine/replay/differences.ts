import type { Decided } from './notes.js';

/** A decision about one scope, reduced to what two ways to decide can agree on: without the facts of its reasons. */
const identity = (d: Decided | undefined): string =>
  d === undefined
    ? ''
    : JSON.stringify([
        Object.entries(d.limits).sort(([a], [b]) => (a < b ? -1 : 1)),
        d.reasons.map(r => [r.control, r.bound, r.priority, r.rule, r.code]),
      ]);

/** A run of ticks in which one scope was decided differently in the same way. Null: no decision for it. */
export interface Difference {
  readonly scope: string;
  /** UTC ms. */
  readonly from: number;
  readonly until: number;
  readonly ticks: number;
  readonly recorded: Decided | null;
  readonly otherwise: Decided | null;
}

interface Run {
  readonly difference: Omit<Difference, 'until' | 'ticks'>;
  readonly key: string;
  until: number;
  ticks: number;
}

/** Compares decisions tick after tick and collects the differences. */
export class Differences {
  private readonly open = new Map<string, Run>();
  private readonly done: Run[] = [];
  /** Number of ticks with a difference. */
  ticks = 0;

  follow(recorded: ReadonlyMap<string, Decided>, otherwise: ReadonlyMap<string, Decided>, wall: number): void {
    let differs = false;
    for (const scope of new Set([...recorded.keys(), ...otherwise.keys()])) {
      const [before, now] = [recorded.get(scope), otherwise.get(scope)];
      const [a, b] = [identity(before), identity(now)];
      if (a === b) {
        this.open.delete(scope);
        continue;
      }
      differs = true;
      this.grow(scope, `${a} ${b}`, before, now, wall);
    }
    if (differs) this.ticks++;
  }

  /** In the order in which they began. */
  all(): Difference[] {
    return this.done.map(({ difference, until, ticks }) => ({ ...difference, until, ticks }));
  }

  private grow(
    scope: string,
    key: string,
    recorded: Decided | undefined,
    otherwise: Decided | undefined,
    wall: number,
  ): void {
    let run = this.open.get(scope);
    if (run?.key !== key) {
      const difference = { scope, from: wall, recorded: recorded ?? null, otherwise: otherwise ?? null };
      run = { difference, key, until: wall, ticks: 0 };
      this.open.set(scope, run);
      this.done.push(run);
    }
    run.until = wall;
    run.ticks++;
  }
}

/**
 * Schedules: what is due by the wall clock. There are no timers: the daemon looks when samples have come, which is once in 20 s on a quiet machine and
 * the first thing after a suspend, and costs nothing until a minute is over.
 *
 * 1. Of all that fell due since the last look, in each kind the newest is done; the ones before it would have been overtaken by it.
 * 2. After a boot the last 7 days are looked at, so that the profile is the one that it would be had the machine never been off.
 * 3. A restart of the daemon does nothing again: what was done is kept, and a profile that somebody set since then stays.
 * 4. A clock that is set back makes nothing due that was, until it is again.
 */
import { type CronSpec, cronMatcher } from '../../config/cron.js';

export type Kind = 'profile' | 'report';

export interface Job extends CronSpec {
  readonly kind: Kind;
  /** Does what was due at the UTC millisecond `at`. */
  readonly run: (at: number) => void;
}

/** When what was last done of each kind was due, UTC ms. */
export type Done = Readonly<Partial<Record<Kind, number>>>;

const minuteMs = 60_000;
const lookBackMs = 7 * 86_400_000;

interface Group {
  readonly kind: Kind;
  readonly jobs: readonly { readonly run: Job['run']; readonly isDue: (minute: number) => boolean }[];
  /** Minute up to which all is done. */
  upTo: number;
}

export class Schedules {
  private readonly groups: readonly Group[];
  private readonly keep: (done: Done) => void;
  private done: Done;
  private minute = Number.NaN;

  /** `done` is what a daemon before did in this boot; nothing after a boot. */
  constructor(jobs: readonly Job[], done: Done, keep: (done: Done) => void) {
    this.done = done;
    this.keep = keep;
    const kinds = [...new Set(jobs.map(j => j.kind))];
    this.groups = kinds.map(kind => ({
      kind,
      jobs: jobs.filter(j => j.kind === kind).map(job => ({ run: job.run, isDue: cronMatcher(job) })),
      upTo: done[kind] ?? Number.NEGATIVE_INFINITY,
    }));
  }

  /** Does what is due at the UTC millisecond `now`. */
  look(now: number): void {
    const minute = Math.floor(now / minuteMs) * minuteMs;
    if (minute === this.minute) return;
    this.minute = minute;
    for (const group of this.groups) this.lookAt(group, minute);
  }

  private lookAt(group: Group, minute: number): void {
    const after = Math.max(group.upTo, minute - lookBackMs);
    group.upTo = minute;
    for (let at = minute; at > after; at -= minuteMs) {
      // Of two that are due at once the one that stands last in the configuration is meant.
      const job = group.jobs.findLast(j => j.isDue(at));
      if (job === undefined) continue;
      this.done = { ...this.done, [group.kind]: at };
      this.keep(this.done);
      job.run(at);
      return;
    }
  }
}

/**
 * Schedules: what is due by the wall clock. There are no timers: the daemon checks when samples have come, which is once in 20 s on a quiet machine
 * and immediately after a suspend. Until a minute is over a check costs nothing.
 *
 * 1. Of all that fell due since the last check, only the newest of each kind is done; it would override the earlier ones anyway.
 * 2. After a boot the last 7 days are checked, so that the profile is the one that it would be if the machine had never been off.
 * 3. A restart of the daemon does nothing twice: what was done is stored, and a profile that a user set since then stays.
 * 4. If the clock is set back, nothing is due again at once; a time is due when the clock reaches it again.
 */
import { type CronSpec, cronMatcher } from '../../config/cron.js';

export type Kind = 'profile' | 'report';

export interface Job extends CronSpec {
  readonly kind: Kind;
  /** Does what was due at the UTC millisecond `at`. */
  readonly run: (at: number) => void;
}

/** For each kind, the due time of what was done last, UTC ms. */
export type Done = Readonly<Partial<Record<Kind, number>>>;

const minuteMs = 60_000;
const lookBackMs = 7 * 86_400_000;

interface Group {
  readonly kind: Kind;
  readonly jobs: readonly { readonly run: Job['run']; readonly isDue: (minute: number) => boolean }[];
  /** All minutes up to this one are done. */
  upTo: number;
}

export class Schedules {
  private readonly groups: readonly Group[];
  private readonly keep: (done: Done) => void;
  private done: Done;
  private minute = Number.NaN;

  /** `done`: what an earlier daemon did in this boot; empty after a boot. */
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
      // If two are due at once, the last one in the configuration counts.
      const job = group.jobs.findLast(j => j.isDue(at));
      if (job === undefined) continue;
      this.done = { ...this.done, [group.kind]: at };
      this.keep(this.done);
      job.run(at);
      return;
    }
  }
}

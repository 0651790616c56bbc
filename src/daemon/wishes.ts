/**
 * Wishes: the profile that was set, holds on a profile, overrides of limits. Each ends by itself, and outlives the daemon with what is left of it.
 *
 * Times are seconds since boot, sleep counted, so that no clock that is set moves them; a process is its pid and its start, so that a reused
 * pid is not believed. After a reboot nothing holds but the configuration, and what is remembered for a power source.
 */
import { type Asker, askerWords } from '../control/asker.js';
import type { Change } from '../control/change.js';
import type { WishesStatus } from '../control/wishes.js';
import type { Asked, OverrideWish } from '../governor/asked.js';
import { effectiveProfile, type HeldProfile } from '../governor/holds.js';
import type { ProfileName } from '../governor/profiles.js';
import type { Standing } from '../governor/standing.js';
import type { BootClock } from './boot-clock.js';
import { Choice } from './choice.js';
import type { Log } from './log.js';
import { endOf, lastsWords, needsLooks, overBecause, type Wish } from './wish.js';
import type { KeptWishes } from './wishes-file.js';
import { WishesStore } from './wishes-store.js';

/** Everything as it is after a change, and the number of the hold or override that it made. */
export interface Made extends WishesStatus {
  readonly made: number | null;
}

interface Hold extends Wish {
  readonly profile: HeldProfile;
  readonly reason: string;
  readonly app: string;
}

interface Overriding extends Wish {
  readonly wish: OverrideWish;
  readonly lasts: string;
}

export interface WishesOptions {
  /** Where they are kept for the daemon's successor. */
  readonly path: string;
  /** What the configuration says now. */
  readonly standing: () => Standing;
  /** Whether each power source keeps the profile that was set on it. */
  readonly remember: () => boolean;
  readonly clock: BootClock;
  readonly log: Log;
  /** Journals what was asked for, by whom, and how it ended. */
  readonly event: (kind: string, what: string, wall: number, detail: Readonly<Record<string, unknown>>) => void;
  /** Something is asked for now that was not before. */
  readonly changed: () => void;
}

const mostHolds = 256;
const mostOverrides = 64;
const betweenLooksMs = 1000;
/** setTimeout takes no more than 2^31 ms. */
const longestWaitMs = 3_600_000;

export class Wishes {
  private readonly options: WishesOptions;
  private readonly store: WishesStore;
  private standing: Standing;
  private choice: Choice;
  private holds: readonly Hold[] = [];
  private overrides: readonly Overriding[] = [];
  private nextId = 1;
  private current: Asked;
  private timer: NodeJS.Timeout | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private stopped = false;

  constructor(options: WishesOptions) {
    this.options = options;
    this.standing = options.standing();
    this.choice = new Choice(options.remember, undefined, {});
    this.current = this.now([]);
    this.store = new WishesStore(options.path, options.log, () => this.kept());
    const kept = this.store.load();
    if (kept !== undefined) this.resume(kept);
  }

  /** What holds now, for a tick; the same object while nothing changes. */
  asked(standing = this.options.standing()): Asked {
    if (this.timer !== undefined) this.expire();
    if (standing !== this.standing) {
      this.standing = standing;
      this.current = this.now(this.current.overrides);
    }
    return this.current;
  }

  private now(overrides: Asked['overrides']): Asked {
    const { cap, target } = this.standing;
    return { profile: effectiveProfile(this.chosen, this.holds), overrides, cap, target };
  }

  /** The profile that holds without holds. */
  private get chosen(): ProfileName {
    const { held, profile } = this.standing;
    return held ? profile : (this.choice.profile(this.standing) ?? profile);
  }

  /** Where the profile in force is from, in words. */
  why(): string {
    const { profile } = this.current;
    const hold = this.holds.find(h => h.profile === profile);
    if (hold !== undefined && effectiveProfile(this.chosen, this.holds) !== this.chosen)
      return `held by ${hold.app === '' ? askerWords(hold.who) : hold.app}`;
    const set = !this.standing.held && this.choice.profile(this.standing) !== undefined;
    return set
      ? `set by hand ${this.options.remember() ? `on ${this.standing.source}` : ''}`.trim()
      : `configured, ${this.standing.when}`;
  }

  /** Whether somebody wants something for a time only. */
  forATime(): boolean {
    return this.holds.length > 0 || this.overrides.length > 0;
  }

  /** Does what somebody asks for; throws with what was expected. `client` stands for the connection. */
  change(change: Change, who: Asker, client: object): Made {
    this.asked();
    const made = this.take(change, who, client);
    this.follow();
    return { ...this.status(), made };
  }

  /** A connection ended, and what was bound to it with it. */
  left(client: object): void {
    if (!this.stopped) this.end(wish => (wish.end.client === client ? 'its client has left' : undefined));
  }

  status(): WishesStatus {
    this.asked();
    const now = this.options.clock.seconds();
    return {
      profile: this.current.profile,
      chosen: this.chosen,
      holds: this.holds.map(({ end: _, ...hold }) => hold),
      overrides: this.overrides.map(({ id, wish, who, since, end }) => ({
        id,
        wish,
        who,
        since,
        remaining: end.at === undefined ? null : Math.max(0, end.at - now),
        process: end.process === undefined ? null : { pid: end.process.pid, command: end.command ?? null },
      })),
      unkept: this.store.unkept ?? null,
    };
  }

  /** Keeps what there is for the next daemon; connections that end from now on end nothing. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.store.flush();
  }

  private take(change: Change, who: Asker, client: object): number | null {
    switch (change.op) {
      case 'set':
        this.tell('profile', change.profile, { before: this.chosen, ...who });
        this.choice.take(change.profile, this.standing);
        this.end((_, kind) => (kind === 'hold' ? 'a profile was set' : undefined), who);
        return null;
      case 'hold':
        return this.hold(change, who, client);
      case 'override':
        return this.override(change, who, client);
      case 'release':
        this.known(this.holds, change.hold, 'hold');
        this.end((w, kind) => (kind === 'hold' && w.id === change.hold ? 'it was released' : undefined), who);
        return null;
      case 'clear':
        if (change.override !== 'all') this.known(this.overrides, change.override, 'override');
        this.end((w, kind) => {
          const meant = change.override === 'all' || change.override === w.id;
          return kind === 'override' && meant ? 'it was cleared' : undefined;
        }, who);
        return null;
    }
  }

  private hold({ profile, reason, app }: Extract<Change, { op: 'hold' }>, who: Asker, client: object): number {
    if (this.holds.length >= mostHolds) throw new Error(`${mostHolds} holds are in force: release one first`);
    const wish = this.wish(who, endOf({ connected: true }, who, client, this.options.clock));
    this.holds = [...this.holds, { ...wish, profile, reason, app }];
    this.tell('hold', profile, { id: wish.id, reason, app, ...who });
    return wish.id;
  }

  private override(change: Extract<Change, { op: 'override' }>, who: Asker, client: object): number {
    if (this.overrides.length >= mostOverrides)
      throw new Error(`${mostOverrides} overrides are in force: clear one first`);
    const { clock } = this.options;
    const wish = this.wish(who, endOf(change.lasting, who, client, clock));
    const lasts = lastsWords(wish.end, clock);
    this.overrides = [...this.overrides, { ...wish, wish: change.wish, lasts }];
    this.tell('override', 'asked', { id: wish.id, ...change.wish, lasts, ...who });
    return wish.id;
  }

  private wish(who: Asker, end: Wish['end']): Wish {
    return { id: this.nextId++, who, since: this.options.clock.wall(), end };
  }

  private known(wishes: readonly Wish[], id: number, kind: string): void {
    if (wishes.some(w => w.id === id)) return;
    const ids = wishes.map(w => w.id).join(', ');
    throw new Error(`${kind} ${id}, expected ${ids === '' ? `none: there is no ${kind}` : `one of ${ids}`}`);
  }

  /** Looks at processes at most once a second unless told to. */
  private expire(lookNow = false): void {
    const { clock } = this.options;
    const now = clock.seconds();
    const look = lookNow || (now - this.lookedAt) * 1000 >= betweenLooksMs;
    if (look) this.lookedAt = now;
    this.end(wish => (look || !needsLooks(wish) ? overBecause(wish.end, now, clock.proc) : undefined));
  }

  /** Ends every wish for which there is a reason. */
  private end(why: (wish: Wish, kind: 'hold' | 'override') => string | undefined, by?: Asker): void {
    const over = (wish: Wish, kind: 'hold' | 'override'): boolean => {
      const reason = why(wish, kind);
      if (reason !== undefined) this.tell(kind, 'over', { id: wish.id, why: reason, ...by });
      return reason !== undefined;
    };
    const holds = this.holds.filter(w => !over(w, 'hold'));
    const overrides = this.overrides.filter(w => !over(w, 'override'));
    if (holds.length === this.holds.length && overrides.length === this.overrides.length) return;
    this.holds = holds;
    this.overrides = overrides;
    this.follow();
  }

  /** Brings everything in line with what is wished for now. */
  private follow(): void {
    this.current = this.now(
      this.overrides.map(({ id, who, lasts, wish }) => ({ ...wish, id, who: askerWords(who), lasts })),
    );
    this.arm();
    if (this.stopped) return;
    this.store.touch();
    this.options.changed();
  }

  /** One timer for what ends first; a machine that slept meanwhile is looked at by the tick that follows. */
  private arm(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const wishes: readonly Wish[] = [...this.holds, ...this.overrides];
    if (this.stopped || !wishes.some(w => w.end.at !== undefined || needsLooks(w))) return;
    const now = this.options.clock.seconds();
    const waits = wishes.map(w => {
      if (w.end.at !== undefined) return Math.max(0, (w.end.at - now) * 1000);
      return needsLooks(w) ? betweenLooksMs : longestWaitMs;
    });
    const wait = Math.min(longestWaitMs, ...waits);
    this.timer = setTimeout(() => {
      this.expire(true);
      this.arm();
    }, wait).unref();
  }

  private tell(kind: string, what: string, detail: Readonly<Record<string, unknown>>): void {
    this.options.event(kind, what, this.options.clock.wall(), detail);
  }

  private kept(): KeptWishes {
    const { clock } = this.options;
    const { nextId } = this;
    const holds = this.holds.flatMap(({ end, ...hold }) =>
      end.process === undefined ? [] : [{ ...hold, process: end.process }],
    );
    const overrides = this.overrides.flatMap(({ end, lasts: _, ...override }) => {
      const ends = end.at ?? end.process;
      return ends === undefined ? [] : [{ ...override, ends, command: end.command ?? null }];
    });
    return { bootId: clock.bootId, ...this.choice.kept(), nextId, holds, overrides };
  }

  private resume(kept: KeptWishes): void {
    const { clock, remember } = this.options;
    this.nextId = kept.nextId;
    const sameBoot = kept.bootId === clock.bootId;
    this.choice = new Choice(remember, sameBoot ? (kept.chosen ?? undefined) : undefined, kept.remembered);
    this.current = this.now([]);
    if (!sameBoot) return;
    this.holds = kept.holds.map(({ process, ...hold }) => ({ ...hold, end: { process } }));
    this.overrides = kept.overrides.map(({ ends, command, ...override }) => {
      const end = typeof ends === 'number' ? { at: ends } : { process: ends, command };
      return { ...override, end, lasts: lastsWords(end, clock) };
    });
    this.follow();
    this.expire(true);
  }
}

/**
 * Wishes: the profile that was set, holds on a profile, overrides of limits. Each ends by itself, and outlives the daemon with what is left of it.
 *
 * Times are seconds since boot, sleep counted, so that no clock that is set moves them; a process is its pid and its start, so that a reused
 * pid is not believed. After a reboot nothing holds but the configuration, and what is remembered for a power source.
 */
import { type Asker, askerWords } from '../../control/protocol/asker.js';
import type { Change } from '../../control/protocol/change.js';
import type { WishesStatus } from '../../control/protocol/wishes.js';
import type { Standing } from '../../governor/orders/standing-orders.js';
import type { BootClock } from '../../machine/linux/procfs/boot-clock.js';
import { effectiveProfile } from '../../model/holds.js';
import type { ProfileName } from '../../model/profiles.js';
import type { Asked } from '../../model/requests.js';
import type { Log } from '../log.js';
import { Choice } from './manual-profile.js';
import { needsLooks, overBecause } from './request.js';
import { WishList } from './request-list.js';
import { betweenLooksMs, WishTimer } from './request-timer.js';
import type { KeptWishes } from './requests-file.js';
import { WishesStore } from './requests-store.js';

/** Everything as it is after a change, and the number of the hold or override that it made. */
export interface Made extends WishesStatus {
  readonly made: number | null;
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

export class Wishes {
  private readonly options: WishesOptions;
  private readonly store: WishesStore;
  private standing: Standing;
  private choice: Choice;
  private readonly list: WishList;
  private current: Asked;
  private readonly timer = new WishTimer(() => {
    this.expire(true);
    this.arm();
  });
  private lookedAt = Number.NEGATIVE_INFINITY;
  private stopped = false;

  constructor(options: WishesOptions) {
    this.options = options;
    this.standing = options.standing();
    this.choice = new Choice(options.remember, undefined, {});
    this.list = new WishList(options.clock, (kind, what, detail) => this.tell(kind, what, detail));
    this.current = this.now([]);
    this.store = new WishesStore(options.path, options.log, () => this.kept());
    const kept = this.store.load();
    if (kept !== undefined) this.resume(kept);
  }

  /** What holds now, for a tick; the same object while nothing changes. */
  asked(standing = this.options.standing()): Asked {
    if (this.timer.armed) this.expire();
    if (standing !== this.standing) {
      this.standing = standing;
      this.current = this.now(this.current.overrides);
    }
    return this.current;
  }

  private now(overrides: Asked['overrides']): Asked {
    const { cap, target } = this.standing;
    return { profile: effectiveProfile(this.chosen, this.list.holds), overrides, cap, target };
  }

  /** The profile that holds without holds. */
  private get chosen(): ProfileName {
    const { held, profile } = this.standing;
    return held ? profile : (this.choice.profile(this.standing) ?? profile);
  }

  /** Where the profile in force is from, in words. */
  why(): string {
    const { profile } = this.current;
    const hold = this.list.holds.find(h => h.profile === profile);
    if (hold !== undefined && effectiveProfile(this.chosen, this.list.holds) !== this.chosen)
      return `held by ${hold.app === '' ? askerWords(hold.who) : hold.app}`;
    const set = !this.standing.held && this.choice.profile(this.standing) !== undefined;
    return set
      ? `set by hand ${this.options.remember() ? `on ${this.standing.source}` : ''}`.trim()
      : `configured, ${this.standing.when}`;
  }

  /** Whether somebody wants something for a time only. */
  forATime(): boolean {
    return this.list.any;
  }

  /** Does what somebody asks for; throws with what was expected. `client` stands for the connection. */
  change(change: Change, who: Asker, client: object): Made {
    this.asked();
    const made = this.take(change, who, client);
    this.follow();
    return { ...this.status(), made };
  }

  /** Sets a profile because a schedule says so: that is nobody's hand, so holds stay. */
  appoint(profile: ProfileName, detail: Readonly<Record<string, unknown>>): void {
    this.tell('profile', profile, { before: this.chosen, ...detail });
    this.choice.take(profile, this.standing);
    this.follow();
  }

  /** A connection ended, and what was bound to it with it. */
  left(client: object): void {
    if (!this.stopped) this.end(wish => (wish.end.client === client ? 'its client has left' : undefined));
  }

  status(): WishesStatus {
    this.asked();
    const { chosen, store } = this;
    return { profile: this.current.profile, chosen, ...this.list.status(), unkept: store.unkept ?? null };
  }

  /** Keeps what there is for the next daemon; connections that end from now on end nothing. */
  stop(): void {
    this.stopped = true;
    this.timer.stop();
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
        return this.list.hold(change, who, client);
      case 'override':
        return this.list.override(change, who, client);
      case 'release':
        this.list.known('hold', change.hold);
        this.end((w, kind) => (kind === 'hold' && w.id === change.hold ? 'it was released' : undefined), who);
        return null;
      case 'clear':
        if (change.override !== 'all') this.list.known('override', change.override);
        this.end((w, kind) => {
          const meant = change.override === 'all' || change.override === w.id;
          return kind === 'override' && meant ? 'it was cleared' : undefined;
        }, who);
        return null;
    }
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
  private end(...how: Parameters<WishList['end']>): void {
    if (this.list.end(...how)) this.follow();
  }

  /** Brings everything in line with what is wished for now. */
  private follow(): void {
    this.current = this.now(this.list.asked());
    this.arm();
    if (this.stopped) return;
    this.store.touch();
    this.options.changed();
  }

  private arm(): void {
    if (this.stopped) this.timer.stop();
    else this.timer.arm(this.list.all, this.options.clock.seconds());
  }

  private tell(kind: string, what: string, detail: Readonly<Record<string, unknown>>): void {
    this.options.event(kind, what, this.options.clock.wall(), detail);
  }

  private kept(): KeptWishes {
    return { bootId: this.options.clock.bootId, ...this.choice.kept(), ...this.list.kept() };
  }

  private resume(kept: KeptWishes): void {
    const { clock, remember } = this.options;
    const sameBoot = kept.bootId === clock.bootId;
    this.choice = new Choice(remember, sameBoot ? (kept.chosen ?? undefined) : undefined, kept.remembered);
    this.list.resume(kept, sameBoot);
    this.current = this.now([]);
    if (!sameBoot) return;
    this.follow();
    this.expire(true);
  }
}

/**
 * Requests: the profile that was set, holds on a profile, overrides of limits. Each ends by itself, and outlives the daemon with what is left of it.
 *
 * Times are seconds since boot, sleep counted, so that no clock that is set moves them; a process is its pid and its start, so that a reused
 * pid is not believed. After a reboot nothing holds but the configuration and, as configured, the profile that was set.
 *
 * Longer than other files: every way in which a request comes, changes another or ends has to be seen side by side.
 */

import type { Change } from '../../control/protocol/operations/change.js';
import type { RequestsStatus } from '../../control/protocol/request-status.js';
import type { Requester } from '../../control/protocol/requester.js';
import type { Standing } from '../../governor/orders/standing-orders.js';
import type { BootClock } from '../../machine/linux/procfs/boot-clock.js';
import type { ActionChoices, ActionName } from '../../model/people/actions.js';
import { profileOfFirmware } from '../../model/people/firmware-profiles.js';
import type { ProfileName } from '../../model/people/profiles.js';
import type { Promised } from '../../model/people/promise.js';
import type { Requested } from '../../model/people/requests.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { Log } from '../log.js';
import { ActionSwitches } from './action-switches.js';
import { ProfileInForce } from './profile-in-force.js';
import { needsLooks, overBecause } from './request.js';
import { RequestList } from './request-list.js';
import { betweenLooksMs, RequestTimer } from './request-timer.js';
import type { KeptRequests } from './requests-file.js';
import { RequestsStore } from './requests-store.js';
import type { StandingNow } from './standing-now.js';

/** Everything as it is after a change, and the number of the hold or override that it made. */
export interface Made extends RequestsStatus {
  readonly made: number | null;
}

export interface RequestsOptions {
  /** Where they are kept for the daemon's successor. */
  readonly path: string;
  /** What the configuration says now. */
  readonly standing: () => Standing;
  readonly promised: () => Promised;
  /** What that rests on, to be kept for the daemon's successor. */
  readonly supply: Stateful<Saved<StandingNow>>;
  /** Whether each power source keeps the profile that was set on it. */
  readonly remember: () => boolean;
  /** Whether a profile that was set outlives a reboot. */
  readonly overReboot: () => boolean;
  /** Whether the configuration leaves the reflex to the kernel's governor. */
  readonly kernelReflex: () => boolean;
  /** The actions that the configuration switches on or off. */
  readonly actions: () => ActionChoices;
  readonly clock: BootClock;
  readonly log: Log;
  /** Journals what was asked for, by whom, and how it ended. */
  readonly event: (kind: string, what: string, wall: number, detail: Readonly<Record<string, unknown>>) => void;
  /** Something is asked for now that was not before. */
  readonly changed: () => void;
}

export class Requests {
  private readonly options: RequestsOptions;
  private readonly store: RequestsStore;
  private switches: ActionSwitches;
  private readonly list: RequestList;
  private readonly inForce: ProfileInForce;
  private current: Requested;
  private readonly timer = new RequestTimer(() => {
    this.expire(true);
    this.arm();
  });
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** A profile of which is not known yet whether the kernel takes it. */
  private trying: ProfileName | undefined;
  private tried: Promise<void> = Promise.resolve();
  private aware = true;
  private stopped = false;

  constructor(options: RequestsOptions) {
    this.options = options;
    this.switches = new ActionSwitches(options.actions, {});
    this.list = new RequestList(options.clock, (kind, what, detail) => this.tell(kind, what, detail));
    this.inForce = new ProfileInForce(this.list, options.remember, options.standing());
    this.current = this.now([]);
    this.store = new RequestsStore(options.path, options.log, () => this.kept());
    const kept = this.store.load();
    if (kept !== undefined) this.resume(kept);
  }

  /** What holds now, for a tick; the same object while nothing changes. */
  requested(standing = this.options.standing()): Requested {
    if (this.timer.armed) this.expire();
    if (standing !== this.inForce.standing) this.meet(standing);
    return this.current;
  }

  /** Another promise is in force. */
  promise(): void {
    this.current = this.now(this.current.overrides);
    this.options.changed();
  }

  /** Another order of the configuration speaks. */
  private meet(standing: Standing): void {
    const { profile: before, standing: was } = this.inForce;
    const why = this.inForce.meet(standing);
    this.current = this.now(this.current.overrides);
    if (standing.source !== was.source || why !== undefined) this.store.touch();
    if (why === undefined) return;
    const { profile } = this.inForce;
    this.tell('profile', profile, { by: 'battery level', why, before });
    this.options.log('info', `${profile}, ${why}`);
  }

  private now(overrides: Requested['overrides']): Requested {
    const { profile, standing } = this.inForce;
    const { cap, target } = standing;
    const promised = this.options.promised();
    return {
      profile: this.trying ?? profile,
      overrides,
      cap,
      target,
      promised,
      ...(this.aware ? {} : { unaware: true as const }),
      ...(this.options.kernelReflex() ? { kernel: true as const } : {}),
      actions: this.switches.on,
    };
  }

  /** Where the profile in force is from, in words. */
  why(): string {
    return this.inForce.why();
  }

  /** Whether somebody wants something for a time only. */
  forATime(): boolean {
    return this.list.any;
  }

  /** Does what somebody asks for; throws with what was expected. `client` stands for the connection. */
  change(change: Change, who: Requester, client: object): Made {
    this.requested();
    const made = this.take(change, who, client);
    this.follow();
    return { ...this.status(), made };
  }

  /** Sets a profile if the kernel takes it: `refused` says why not once that is known, and then nothing has changed. One after another. */
  attempt(
    profile: ProfileName,
    who: Requester,
    client: object,
    refused: () => Promise<string | undefined>,
  ): Promise<void> {
    const attempt = this.tried.then(() => this.tryOut(profile, who, client, refused));
    this.tried = attempt.catch(() => undefined);
    return attempt;
  }

  private async tryOut(...[profile, who, client, refused]: Parameters<Requests['attempt']>): Promise<void> {
    this.requested();
    if (profile !== this.inForce.profile) {
      this.trying = profile;
      this.follow();
      const why = await refused().finally(() => {
        this.trying = undefined;
      });
      if (why !== undefined) {
        this.tell('profile', 'refused', { profile, why, ...who });
        this.follow();
        throw new Error(`the kernel refuses ${profile}: ${why}`);
      }
    }
    this.change({ op: 'set', profile }, who, client);
  }

  /** Whether profiles are more sparing on battery. */
  get batteryAware(): boolean {
    return this.aware;
  }

  setBatteryAware(aware: boolean, who: Requester): void {
    if (aware === this.aware) return;
    this.aware = aware;
    this.tell('profile', aware ? 'aware of the battery' : 'unaware of the battery', { ...who });
    this.follow();
  }

  /** The actions that are on; the same list while that does not change. */
  get on(): readonly ActionName[] {
    return this.switches.on;
  }

  setAction(name: ActionName, on: boolean, who: Requester): void {
    this.switches.set(name, on);
    this.tell('action', on ? 'on' : 'off', { name, ...who });
    this.follow();
  }

  /** Sets a profile because a schedule says so: that is nobody's hand, so holds stay. */
  appoint(profile: ProfileName, detail: Readonly<Record<string, unknown>>): void {
    this.tell('profile', profile, { before: this.inForce.chosen, ...detail });
    this.inForce.take(profile, false);
    this.follow();
  }

  /** Somebody chose this word of the firmware's profile, past us: as if they had set the profile that it means. */
  follows(word: string): void {
    this.requested();
    const profile = profileOfFirmware(word);
    const { profile: now, chosen: before, level } = this.inForce;
    // What is held, or comes of a low battery, is taken from nobody.
    if (profile === undefined || (profile === now && (this.list.holds.length > 0 || level !== null))) return;
    this.tell('profile', profile, { before, by: 'firmware', word });
    this.options.log('info', `${profile}, as the firmware's profile was set to ${word}`);
    this.inForce.take(profile, true);
    this.end((_, kind) => (kind === 'hold' ? 'a profile was set' : undefined));
    this.follow();
  }

  /** A connection ended, and what was bound to it with it. */
  left(client: object): void {
    if (!this.stopped) this.end(request => (request.end.client === client ? 'its client has left' : undefined));
  }

  status(): RequestsStatus {
    this.requested();
    const { profile, chosen, level } = this.inForce;
    return { profile, chosen, level, ...this.list.status(), unkept: this.store.unkept ?? null };
  }

  /** Keeps what there is for the next daemon; connections that end from now on end nothing. */
  stop(): void {
    this.stopped = true;
    this.timer.stop();
    this.store.flush();
  }

  private take(change: Change, who: Requester, client: object): number | null {
    switch (change.op) {
      case 'set':
        this.tell('profile', change.profile, { before: this.inForce.chosen, ...who });
        this.inForce.take(change.profile, true);
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
    this.end(request => (look || !needsLooks(request) ? overBecause(request.end, now, clock.proc) : undefined));
  }

  /** Ends every request for which there is a reason. */
  private end(...how: Parameters<RequestList['end']>): void {
    if (this.list.end(...how)) this.follow();
  }

  /** Brings everything in line with what is requested for now. */
  private follow(): void {
    this.current = this.now(this.list.requested());
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

  private kept(): KeptRequests {
    const { clock, supply } = this.options;
    const said = {
      batteryAware: this.aware,
      actions: this.switches.kept(),
      ...this.inForce.kept(),
      ...this.list.kept(),
    };
    return { bootId: clock.bootId, supply: supply.save(), ...said };
  }

  private resume(kept: KeptRequests): void {
    const { clock, overReboot, supply, standing } = this.options;
    const sameBoot = kept.bootId === clock.bootId;
    supply.restore(sameBoot ? kept.supply : { ...kept.supply, below: undefined });
    this.aware = kept.batteryAware;
    this.switches = new ActionSwitches(this.options.actions, kept.actions);
    this.list.resume(kept, sameBoot);
    this.inForce.resume(kept, sameBoot || overReboot() ? kept.chosen : null, standing());
    this.current = this.now([]);
    if (!sameBoot) return;
    this.follow();
    this.expire(true);
  }
}

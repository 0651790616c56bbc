import type { ActionName } from '../../model/people/actions.js';
import { heldProfiles } from '../../model/people/holds.js';
import { type ProfileName, profileNames } from '../../model/people/profiles.js';
import type { Change } from '../protocol/operations/change.js';
import type { RequestsStatus } from '../protocol/request-status.js';
import { Passing, type Requester } from '../protocol/requester.js';
import { CallError, type Typed, variant } from './bus.js';
import { type Drivers, offers, profilesOf } from './drivers.js';
import { type BusHold, Holders } from './holders.js';
import type { Layout } from './layouts.js';

/** An action that can be switched on or off on this machine. */
export interface OfferedAction {
  readonly name: ActionName;
  readonly description: string;
  readonly on: boolean;
}

/** What the interface shows and changes. */
export interface ProfileSource {
  /** Another object whenever profile or holds have changed. */
  current(): object;
  requests(): RequestsStatus;
  change(change: Change, who: Requester, client: object): RequestsStatus & { readonly made: number | null };
  /** Sets a profile where the kernel takes it; rejects with why it does not, and then nothing has changed. */
  set(profile: ProfileName, who: Requester, client: object): Promise<void>;
  left(client: object): void;
  /** Why `performance` is not what it could be, in the interface's words; '' when it is. */
  degraded(): string;
  /** The same object while the machine is the same. */
  drivers(): Drivers;
  /** Whether profiles are more sparing on battery. */
  batteryAware(): boolean;
  setBatteryAware(aware: boolean, who: Requester): void;
  /** The same list while nothing in it changes. */
  actions(): readonly OfferedAction[];
  setAction(name: ActionName, on: boolean, who: Requester): void;
}

const longestText = 200;

/** The power profiles of power-profiles-daemon, as a desktop sees and sets them. */
export class PowerProfiles {
  private readonly source: ProfileSource;
  private readonly version: string;
  readonly holders = new Holders();

  constructor(source: ProfileSource, version: string) {
    this.source = source;
    this.version = version;
  }

  properties({ newer }: Layout): Readonly<Record<string, Typed>> {
    const { source } = this;
    const { profile, holds } = source.requests();
    const drivers = source.drivers();
    const actions = source.actions();
    return {
      // What is configured may be more than there is here.
      ActiveProfile: ['s', offers(drivers, profile) ? profile : 'balanced'],
      PerformanceInhibited: ['s', ''],
      PerformanceDegraded: ['s', source.degraded()],
      Profiles: ['aa{sv}', profilesOf(drivers).map(texts)],
      Actions: ['as', actions.flatMap(({ name, on }) => (on ? [name] : []))],
      ActiveProfileHolds: [
        'aa{sv}',
        holds.map(h => texts({ ApplicationId: h.app, Profile: h.profile, Reason: h.reason })),
      ],
      Version: ['s', this.version],
      ...(newer ? { ActionsInfo: ['aa{sv}', actions.map(info)], BatteryAware: ['b', source.batteryAware()] } : {}),
    };
  }

  async set(value: unknown, who: Requester): Promise<void> {
    const { source } = this;
    const profile = this.offered(value, profileNames);
    const { profile: current, holds, level } = source.requests();
    // What is held, by an application or because the battery is low, is set again: that takes it from nobody.
    if ((holds.length > 0 || level !== null) && profile === current) return;
    // Nothing of it ends with the connection, so nothing of the connection is kept.
    await source.set(profile, who, new Passing());
  }

  setBatteryAware(value: unknown, who: Requester): void {
    if (typeof value !== 'boolean') throw new CallError('InvalidArgs', `BatteryAware ${value}, expected true or false`);
    this.source.setBatteryAware(value, who);
  }

  setAction(wanted: unknown, on: unknown, who: Requester): void {
    const actions = this.source.actions();
    const found = actions.find(({ name }) => name === wanted);
    if (found === undefined) {
      const names = actions.map(({ name }) => name).join(', ');
      throw new CallError('InvalidArgs', `no action ${wanted} on this machine, expected one of ${names}`);
    }
    this.source.setAction(found.name, on === true, who);
  }

  private offered<T extends ProfileName>(value: unknown, names: readonly T[]): T {
    const found = names.find(each => each === value);
    if (found === undefined)
      throw new CallError('InvalidArgs', `profile ${value}, expected one of ${names.join(', ')}`);
    if (!offers(this.source.drivers(), found))
      throw new CallError('InvalidArgs', `profile ${found} is not available: nothing can be driven on this machine`);
    return found;
  }

  /** Gives the cookie. */
  hold([profile, reason, app]: readonly unknown[], who: Requester, sender: string, layout: Layout): number {
    const held = this.offered(profile, heldProfiles);
    this.holders.check(sender);
    const change = { op: 'hold', profile: held, reason: cut(reason), app: cut(app) } as const;
    const { made } = this.source.change(change, who, this.holders.client(sender));
    return this.holders.add(sender, made ?? 0, layout);
  }

  /** Gives what was released. */
  release(cookie: unknown, who: Requester, sender: string): BusHold {
    const found = this.holders.find(sender, cookie);
    if (found === undefined) throw new CallError('InvalidArgs', `cookie ${cookie}, expected one that you were given`);
    this.holders.remove(found.cookie);
    this.source.change({ op: 'release', hold: found.hold }, who, this.holders.client(sender));
    return found;
  }

  /** A connection is gone, and its holds with it. */
  left(sender: string): void {
    const client = this.holders.leave(sender);
    if (client !== undefined) this.source.left(client);
  }

  /** The bus is gone, and with it all that was held over it. */
  allLeft(): void {
    for (const client of this.holders.clear()) this.source.left(client);
  }

  /** All holds over the bus. */
  held(): readonly BusHold[] {
    return this.holders.all();
  }

  /** Holds that something else than their holder ended. */
  over() {
    return this.holders.over(new Set(this.source.requests().holds.map(h => h.id)));
  }
}

const texts = (values: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, variant(['s', value])]));

const info = ({ name, description, on }: OfferedAction): object => ({
  ...texts({ Name: name, Description: description }),
  Enabled: variant(['b', on]),
});

const cut = (text: unknown): string => String(text).slice(0, longestText);

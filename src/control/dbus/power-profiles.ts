import { heldProfiles } from '../../model/holds.js';
import { profileNames } from '../../model/profiles.js';
import type { Change } from '../protocol/operations/change.js';
import type { RequestsStatus } from '../protocol/request-status.js';
import type { Requester } from '../protocol/requester.js';
import { CallError, type Typed, variant } from './bus.js';
import { Holders } from './holders.js';
import type { Layout } from './layouts.js';

/** What the interface shows and changes. */
export interface ProfileSource {
  /** Another object whenever profile or holds have changed. */
  current(): object;
  requests(): RequestsStatus;
  change(change: Change, who: Requester, client: object): RequestsStatus & { readonly made: number | null };
  left(client: object): void;
  /** Why `performance` is not what it could be, in the interface's words; '' when it is. */
  degraded(): string;
  /** Kernel driver of the CPUs' clocks. */
  cpuDriver(): string;
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
    const { profile, holds } = this.source.requests();
    const driver = this.source.cpuDriver();
    // Clients list them backwards: the most performant last.
    const profiles = profileNames.toReversed().map(name => texts({ Profile: name, Driver: driver, CpuDriver: driver }));
    return {
      ActiveProfile: ['s', profile],
      PerformanceInhibited: ['s', ''],
      PerformanceDegraded: ['s', this.source.degraded()],
      Profiles: ['aa{sv}', profiles],
      Actions: ['as', []],
      ActiveProfileHolds: [
        'aa{sv}',
        holds.map(h => texts({ ApplicationId: h.app, Profile: h.profile, Reason: h.reason })),
      ],
      ...(newer ? { ActionsInfo: ['aa{sv}', []], Version: ['s', this.version], BatteryAware: ['b', true] } : {}),
    };
  }

  set(name: unknown, value: unknown, who: Requester, sender: string): void {
    const profile = profileNames.find(each => each === value);
    if (name !== 'ActiveProfile') throw new CallError('PropertyReadOnly', `property ${name} can't be set`);
    if (profile === undefined)
      throw new CallError('InvalidArgs', `profile ${value}, expected one of ${profileNames.join(', ')}`);
    this.source.change({ op: 'set', profile }, who, this.holders.client(sender));
  }

  /** Gives the cookie. */
  hold([profile, reason, app]: readonly unknown[], who: Requester, sender: string, layout: Layout): number {
    const held = heldProfiles.find(each => each === profile);
    if (held === undefined)
      throw new CallError('InvalidArgs', `profile ${profile}, expected one of ${heldProfiles.join(', ')}`);
    this.holders.check(sender);
    const change = { op: 'hold', profile: held, reason: cut(reason), app: cut(app) } as const;
    const { made } = this.source.change(change, who, this.holders.client(sender));
    return this.holders.add(sender, made ?? 0, layout);
  }

  release(cookie: unknown, who: Requester, sender: string): void {
    const found = this.holders.find(sender, cookie);
    if (found === undefined) throw new CallError('InvalidArgs', `cookie ${cookie}, expected one that you were given`);
    this.holders.remove(found.cookie);
    this.source.change({ op: 'release', hold: found.hold }, who, this.holders.client(sender));
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

  /** Holds that something else than their holder ended. */
  over() {
    return this.holders.over(new Set(this.source.requests().holds.map(h => h.id)));
  }
}

const texts = (values: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, variant(['s', value])]));

const cut = (text: unknown): string => String(text).slice(0, longestText);

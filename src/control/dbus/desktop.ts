import { commandOf } from '../../machine/linux/procfs/process.js';
import { messageOf } from '../protocol/errors.js';
import type { Requester } from '../protocol/requester.js';
import { Bus, type Call, CallError, type Reply, variant } from './bus.js';
import {
  actions,
  introspectableInterface,
  introspection,
  type Layout,
  layouts,
  propertiesInterface,
} from './layouts.js';
import { allowed } from './polkit.js';
import { PowerProfiles, type ProfileSource } from './power-profiles.js';

/** Delays between attempts to reach the bus again, ms; the last one repeats. */
const againMs = [1000, 5000, 30_000, 60_000];

export interface DesktopOptions {
  readonly address: string;
  readonly source: ProfileSource;
  readonly version: string;
  readonly log: (level: 'info' | 'warning', text: string) => void;
}

/** What desktops find on the bus, and why not. */
export interface DesktopStatus {
  readonly names: readonly string[];
  readonly why: string | null;
}

/** Serves power profiles on the system's bus under both of their names: desktops' sliders and powerprofilesctl work as with the daemon they know. */
export class Desktop {
  private readonly options: DesktopOptions;
  private readonly profiles: PowerProfiles;
  private bus: Bus | undefined;
  private readonly owned = new Set<string>();
  private why: string | null = null;
  private attempts = 0;
  private again: NodeJS.Timeout | undefined;
  private stopped = false;
  private seen: object | undefined;
  private seenDegraded: string | undefined;
  /** What was last sent, by property. */
  private told = '';

  constructor(options: DesktopOptions) {
    this.options = options;
    this.profiles = new PowerProfiles(options.source, options.version);
  }

  status(): DesktopStatus {
    return { names: [...this.owned], why: this.why };
  }

  /** Tries once, then again in the background. A daemon without a bus governs without it. */
  async start(): Promise<void> {
    try {
      const bus = await Bus.open(this.options.address, why => this.ended(why));
      if (this.stopped) return bus.close();
      this.bus = bus;
      bus.serve(
        path => layoutAt(path) !== undefined,
        call => this.answer(bus, call),
      );
      this.told = this.news();
      for (const layout of layouts) {
        await bus.watch(layout.name, owner => {
          if (owner === '') void this.own(bus, layout);
        });
        await this.own(bus, layout);
      }
      this.attempts = 0;
    } catch (error) {
      this.ended(messageOf(error));
    }
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.again);
    this.bus?.close();
    this.bus = undefined;
    this.owned.clear();
  }

  /** Something may have changed that desktops show. */
  changed(): void {
    const { bus } = this;
    if (bus === undefined) return;
    const { source } = this.options;
    const [current, degraded] = [source.current(), source.degraded()];
    // Nearly every tick ends here.
    if (current === this.seen && degraded === this.seenDegraded) return;
    this.seen = current;
    this.seenDegraded = degraded;
    for (const { cookie, sender, layout } of this.profiles.over())
      bus.signal(layout.path, layout.name, 'ProfileReleased', 'u', [cookie], sender);
    const news = this.news();
    if (news === this.told) return;
    this.told = news;
    for (const layout of layouts) {
      const { ActiveProfile, ActiveProfileHolds, PerformanceDegraded } = this.profiles.properties(layout);
      const values = Object.entries({ ActiveProfile, ActiveProfileHolds, PerformanceDegraded });
      const changed = Object.fromEntries(
        values.flatMap(([key, value]) => (value === undefined ? [] : [[key, variant(value)]])),
      );
      bus.signal(layout.path, propertiesInterface, 'PropertiesChanged', 'sa{sv}as', [layout.name, changed, []]);
    }
  }

  private news(): string {
    const { profile, holds } = this.options.source.requests();
    return JSON.stringify([profile, holds, this.options.source.degraded()]);
  }

  private async own(bus: Bus, { name }: Layout): Promise<void> {
    try {
      if (await bus.own(name)) {
        this.owned.add(name);
        if (this.owned.size === layouts.length) this.why = null;
        this.options.log('info', `desktops find power profiles as ${name}`);
        return;
      }
      const [owner] = await bus.ask('GetNameOwner', 's', [name]);
      const [pid] = await bus.ask('GetConnectionUnixProcessID', 's', [owner]);
      const program = typeof pid === 'number' ? `${commandOf(pid) ?? 'a process'} (pid ${pid})` : `${owner}`;
      this.lacks(name, `${program} has the name`);
    } catch (error) {
      this.lacks(name, messageOf(error));
    }
  }

  private lacks(name: string, why: string): void {
    this.owned.delete(name);
    this.why = `${name}: ${why}`;
    this.options.log('warning', `desktops don't find us as ${this.why}`);
  }

  private ended(why: string): void {
    this.bus?.close();
    this.bus = undefined;
    this.owned.clear();
    this.profiles.allLeft();
    if (this.stopped) return;
    const text = `no system bus at ${this.options.address}: ${why}`;
    if (this.why !== text)
      this.options.log('info', `${text}; desktops' power sliders and powerprofilesctl don't reach us`);
    this.why = text;
    clearTimeout(this.again);
    const delay = againMs[Math.min(this.attempts++, againMs.length - 1)] ?? 0;
    this.again = setTimeout(() => void this.start(), delay).unref();
  }

  private async answer(bus: Bus, call: Call): Promise<Reply> {
    const layout = layoutAt(call.path);
    if (layout === undefined) throw new CallError('UnknownObject', `no object at ${call.path}`);
    if (call.interface === introspectableInterface && call.member === 'Introspect')
      return { signature: 's', body: [introspection(layout)] };
    if (call.interface === propertiesInterface) return this.property(bus, call, layout);
    if (call.interface !== layout.name && call.interface !== undefined && call.interface !== '')
      throw new CallError('UnknownInterface', `no interface ${call.interface} at ${call.path}`);
    return this.method(bus, call, layout);
  }

  private async property(bus: Bus, call: Call, layout: Layout): Promise<Reply> {
    const [where, name, value] = call.body;
    if (where !== layout.name && where !== '')
      throw new CallError('UnknownInterface', `no interface ${where} at ${call.path}`);
    const values = this.profiles.properties(layout);
    if (call.member === 'GetAll' && call.signature === 's') {
      const all = Object.fromEntries(Object.entries(values).map(([key, each]) => [key, variant(each)]));
      return { signature: 'a{sv}', body: [all] };
    }
    const known = typeof name === 'string' ? values[name] : undefined;
    if (known === undefined) throw new CallError('UnknownProperty', `no property ${name}`);
    if (call.member === 'Get' && call.signature === 'ss') return { signature: 'v', body: [variant(known)] };
    if (call.member !== 'Set' || call.signature !== 'ssv') throw unknown(call);
    const who = await this.authorised(bus, call, actions.set);
    this.profiles.set(name, within(value), who, call.sender);
    this.changed();
    return { signature: '', body: [] };
  }

  private async method(bus: Bus, call: Call, layout: Layout): Promise<Reply> {
    if (call.member === 'HoldProfile' && call.signature === 'sss') {
      const who = await this.authorised(bus, call, actions.hold);
      // First the watch, then the hold: a holder that is gone by now is seen to be.
      await bus.watch(call.sender, owner => {
        if (owner === '') this.holderLeft(bus, call.sender);
      });
      const cookie = this.profiles.hold(call.body, who, call.sender, layout);
      const [there] = await bus.ask('NameHasOwner', 's', [call.sender]);
      if (there !== true) this.holderLeft(bus, call.sender);
      this.changed();
      return { signature: 'u', body: [cookie] };
    }
    if (call.member === 'ReleaseProfile' && call.signature === 'u') {
      this.profiles.release(call.body[0], await whoCalls(bus, call.sender), call.sender);
      this.changed();
      return { signature: '', body: [] };
    }
    throw unknown(call);
  }

  private holderLeft(bus: Bus, sender: string): void {
    bus.unwatch(sender);
    this.profiles.left(sender);
    this.changed();
  }

  private async authorised(bus: Bus, { sender, interactive }: Call, action: string): Promise<Requester> {
    const who = await whoCalls(bus, sender);
    if (!(await allowed(bus, action, { sender, uid: who.uid, interactive })))
      throw new CallError('AccessDenied', `not authorised: polkit action ${action}`);
    return who;
  }
}

const layoutAt = (path: string): Layout | undefined => layouts.find(layout => layout.path === path);

const unknown = ({ member, signature }: Call): CallError =>
  new CallError('UnknownMethod', `no method ${member}(${signature})`);

/** The value within a variant. */
const within = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'value' in value ? value.value : value;

/** Who a connection belongs to, as the bus knows from its socket. */
async function whoCalls(bus: Bus, sender: string): Promise<Requester> {
  const one = async (member: string): Promise<number | null> => {
    const [value] = await bus.ask(member, 's', [sender]).catch(() => []);
    return typeof value === 'number' ? value : null;
  };
  const [uid, pid] = [await one('GetConnectionUnixUser'), await one('GetConnectionUnixProcessID')];
  return { proved: uid !== null, uid, pid, command: pid === null ? null : commandOf(pid) };
}

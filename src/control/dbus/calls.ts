import type { Requester } from '../protocol/requester.js';
import { type Bus, type Call, CallError, type Reply, variant } from './bus.js';
import { whoCalls } from './caller.js';
import type { BusHold } from './holders.js';
import { introspectableInterface, introspection, type Layout, layoutAt, propertiesInterface } from './layouts.js';
import { type Action, allowed } from './polkit.js';
import type { PowerProfiles } from './power-profiles.js';

export interface CallsOptions {
  /** Something may have changed that desktops show. */
  readonly changed: () => void;
  /** A hold has ended: its owner is told. */
  readonly released: (hold: BusHold) => void;
}

const nothing: Reply = { signature: '', body: [] };

/** Answers the calls that come over one connection to the bus. */
export class Calls {
  private readonly bus: Bus;
  private readonly profiles: PowerProfiles;
  private readonly options: CallsOptions;

  constructor(bus: Bus, profiles: PowerProfiles, options: CallsOptions) {
    this.bus = bus;
    this.profiles = profiles;
    this.options = options;
  }

  async answer(call: Call): Promise<Reply> {
    const layout = layoutAt(call.path);
    if (layout === undefined) throw new CallError('UnknownObject', `no object at ${call.path}`);
    if (call.interface === introspectableInterface && call.member === 'Introspect')
      return { signature: 's', body: [introspection(layout)] };
    if (call.interface === propertiesInterface) return this.property(call, layout);
    if (call.interface !== layout.name && call.interface !== undefined && call.interface !== '')
      throw new CallError('UnknownInterface', `no interface ${call.interface} at ${call.path}`);
    return this.method(call, layout);
  }

  private async property(call: Call, layout: Layout): Promise<Reply> {
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
    if (name !== 'ActiveProfile' && name !== 'BatteryAware')
      throw new CallError('PropertyReadOnly', `property ${name} can't be set`);
    const who = await this.authorised(call, name === 'ActiveProfile' ? 'switch-profile' : 'configure-battery-aware');
    if (name === 'ActiveProfile') await this.profiles.set(within(value), who);
    else this.profiles.setBatteryAware(within(value), who);
    this.options.changed();
    return nothing;
  }

  private async method(call: Call, layout: Layout): Promise<Reply> {
    if (call.member === 'HoldProfile' && call.signature === 'sss') return this.hold(call, layout);
    if (call.member === 'ReleaseProfile' && call.signature === 'u') {
      const released = this.profiles.release(call.body[0], await whoCalls(this.bus, call.sender), call.sender);
      this.options.released(released);
      this.options.changed();
      return nothing;
    }
    if (call.member === 'SetActionEnabled' && call.signature === 'sb' && layout.newer) {
      const [name, on] = call.body;
      this.profiles.setAction(name, on, await this.authorised(call, 'configure-action'));
      this.options.changed();
      return nothing;
    }
    throw unknown(call);
  }

  private async hold(call: Call, layout: Layout): Promise<Reply> {
    const { bus } = this;
    const who = await this.authorised(call, 'hold-profile');
    // First the watch, then the hold: a holder that is gone by now is seen to be.
    await bus.watch(call.sender, owner => {
      if (owner === '') this.holderLeft(call.sender);
    });
    const cookie = this.profiles.hold(call.body, who, call.sender, layout);
    const [there] = await bus.ask('NameHasOwner', 's', [call.sender]);
    if (there !== true) this.holderLeft(call.sender);
    this.options.changed();
    return { signature: 'u', body: [cookie] };
  }

  private holderLeft(sender: string): void {
    this.bus.unwatch(sender);
    this.profiles.left(sender);
    this.options.changed();
  }

  private async authorised({ sender, interactive }: Call, action: Action): Promise<Requester> {
    const who = await whoCalls(this.bus, sender);
    const refusal = await allowed(this.bus, action, { sender, uid: who.uid, interactive });
    if (refusal !== undefined) throw new CallError('AccessDenied', `not authorised: ${refusal}`);
    return who;
  }
}

const unknown = ({ member, signature }: Call): CallError =>
  new CallError('UnknownMethod', `no method ${member}(${signature})`);

/** The value within a variant. */
const within = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'value' in value ? value.value : value;

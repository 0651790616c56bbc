import { EventEmitter } from 'node:events';
import { Message, MessageType, NameFlag, RequestNameReply, sessionBus, Variant } from '@jellybrick/dbus-next';
import { messageOf } from '../protocol/errors.js';

/** A value with its D-Bus type: what travels as a variant. */
export type Typed = readonly [signature: string, value: unknown];

/** A method call of a client. */
export interface Call {
  /** Unique name of the caller's connection, which the bus guarantees. */
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature: string;
  readonly body: readonly unknown[];
  /** Whether a person may be asked for a password. */
  readonly interactive: boolean;
}

export interface Reply {
  readonly signature: string;
  readonly body: readonly unknown[];
}

/** An error that the caller is told by its D-Bus name. */
export class CallError extends Error {
  override name = 'CallError';
  readonly error: string;
  constructor(error: string, message: string) {
    super(message);
    this.error = error.includes('.') && error.startsWith('org.') ? error : `org.freedesktop.DBus.Error.${error}`;
  }
}

const driver = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
const allowInteractive = 4;
const connectMs = 5000;
/** Calls that are answered at a time: anybody may call, and each may have to wait for polkit. */
const mostUnderWay = 256;

export const variant = ([signature, value]: Typed): Variant => new Variant(signature, value);

/** One connection to a message bus, as far as a service needs it. dbus-next's own services don't tell who calls, so calls are taken as messages. */
export class Bus {
  private readonly bus: ReturnType<typeof sessionBus>;
  private readonly watched = new Map<string, (owner: string) => void>();
  private over = false;
  private underWay = 0;

  private constructor(bus: ReturnType<typeof sessionBus>) {
    this.bus = bus;
    bus.on('message', message => {
      if (
        message.type !== MessageType.SIGNAL ||
        message.sender !== driver.name ||
        message.member !== 'NameOwnerChanged'
      )
        return;
      const [name, , owner] = message.body;
      if (typeof name === 'string' && typeof owner === 'string') this.watched.get(name)?.(owner);
    });
  }

  /** Connects to the bus at a D-Bus address; `ended` is called when the connection is over, for any reason. */
  static async open(address: string, ended: (why: string) => void): Promise<Bus> {
    // "Session" is only what it is called when no address is given.
    const raw = sessionBus({ busAddress: address });
    const bus = new Bus(raw);
    // Its types leave out the errors that it emits.
    const events: EventEmitter = Object.assign(raw);
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        bus.close();
        reject(new Error(`no answer within ${connectMs / 1000} s`));
      }, connectMs);
      raw.once('connect', () => {
        clearTimeout(late);
        resolve();
      });
      events.once('error', (error: unknown) => {
        clearTimeout(late);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
    // Once, and not for our own close: the stream's end may come long after it, when another connection stands in its place.
    const end = (why: string): void => {
      if (!bus.over) ended(why);
      bus.over = true;
    };
    events.on('error', (error: unknown) => end(messageOf(error)));
    // The library emits the end of its stream only internally.
    const connection: unknown = Reflect.get(raw, '_connection');
    if (connection instanceof EventEmitter) connection.on('end', () => end('the bus has closed the connection'));
    return bus;
  }

  close(): void {
    this.over = true;
    this.watched.clear();
    this.bus.disconnect();
  }

  /** Whether we own the name now. An owner before us keeps it. */
  async own(name: string): Promise<boolean> {
    const answer = await this.bus.requestName(name, NameFlag.DO_NOT_QUEUE);
    return answer === RequestNameReply.PRIMARY_OWNER || answer === RequestNameReply.ALREADY_OWNER;
  }

  async call(
    destination: string,
    path: string,
    where: string,
    member: string,
    signature = '',
    body: readonly unknown[] = [],
  ): Promise<readonly unknown[]> {
    const message = new Message({ destination, path, interface: where, member, signature, body: [...body] });
    return (await this.bus.call(message))?.body ?? [];
  }

  /** Asks the bus itself. */
  ask(member: string, signature = '', body: readonly unknown[] = []): Promise<readonly unknown[]> {
    return this.call(driver.name, driver.path, driver.name, member, signature, body);
  }

  /** A signal, to everybody who listens or to one connection. */
  signal(path: string, where: string, member: string, signature: string, body: readonly unknown[], to?: string): void {
    const message = Message.newSignal(path, where, member, signature, [...body]);
    if (to !== undefined) message.destination = to;
    this.bus.send(message);
  }

  /** Hears every signal that a match rule of ours lets in, or that was sent to us alone. */
  listen(
    hear: (signal: { readonly member: string; readonly path: string; readonly body: readonly unknown[] }) => void,
  ): void {
    this.bus.on('message', message => {
      if (message.type === MessageType.SIGNAL && message.sender !== driver.name) hear(message);
    });
  }

  /** Answers calls to the paths that `serves` says are ours. */
  serve(serves: (path: string) => boolean, answer: (call: Call) => Promise<Reply>): void {
    this.bus.addMethodHandler(message => {
      if (!serves(message.path) || message.interface === 'org.freedesktop.DBus.Peer') return false;
      if (this.underWay >= mostUnderWay) {
        const why = `${mostUnderWay} calls are being answered: try again`;
        this.bus.send(Message.newError(message, 'org.freedesktop.DBus.Error.LimitsExceeded', why));
        return true;
      }
      this.underWay++;
      const { sender, path, member, signature, body } = message;
      const call = { sender, path, interface: message.interface, member, signature, body };
      void answer({ ...call, interactive: (message.flags & allowInteractive) !== 0 })
        .then(
          reply => this.bus.send(Message.newMethodReturn(message, reply.signature, [...reply.body])),
          (error: unknown) => {
            const name = error instanceof CallError ? error.error : 'org.freedesktop.DBus.Error.Failed';
            this.bus.send(Message.newError(message, name, messageOf(error)));
          },
        )
        .finally(() => this.underWay--);
      return true;
    });
  }

  /** Tells each new owner of a name, '' for none. Only these changes wake us. */
  async watch(name: string, changed: (owner: string) => void): Promise<void> {
    const known = this.watched.has(name);
    this.watched.set(name, changed);
    if (known) return;
    try {
      await this.ask('AddMatch', 's', [ruleOf(name)]);
    } catch (error) {
      this.watched.delete(name);
      throw error;
    }
  }

  unwatch(name: string): void {
    // Refused or unanswered, the rule ends with this connection, and what it lets in is no longer looked up.
    if (this.watched.delete(name)) void this.ask('RemoveMatch', 's', [ruleOf(name)]).catch(() => undefined);
  }
}

const ruleOf = (name: string): string =>
  `type='signal',sender='${driver.name}',path='${driver.path}',interface='${driver.name}',member='NameOwnerChanged',arg0='${name}'`;

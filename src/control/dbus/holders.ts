import { randomInt } from 'node:crypto';
import { Passing } from '../protocol/requester.js';
import type { Layout } from './layouts.js';

/** A hold that a connection asked for over the bus. */
export interface BusHold {
  readonly cookie: number;
  readonly sender: string;
  /** Its number among all holds of the daemon. */
  readonly hold: number;
  /** Under which of the names it was asked for. */
  readonly layout: Layout;
}

/** More holds of one connection are a leak, not a request. */
const mostOfOne = 32;

/** Which connection holds what: by cookies that can't be guessed, and that are good only from the connection that was given them. */
export class Holders {
  private readonly holds = new Map<number, BusHold>();
  /** The object that represents each connection to the daemon. */
  private readonly clients = new Map<string, object>();

  client(sender: string): object {
    let client = this.clients.get(sender);
    if (client === undefined) {
      client = new Passing();
      this.clients.set(sender, client);
    }
    return client;
  }

  /** Throws for a connection that has too many. */
  check(sender: string): void {
    const own = [...this.holds.values()].filter(h => h.sender === sender);
    if (own.length >= mostOfOne)
      throw new Error(`${mostOfOne} holds of one connection are in force: release one first`);
  }

  add(sender: string, hold: number, layout: Layout): number {
    let cookie = 0;
    do cookie = randomInt(1, 2 ** 32);
    while (this.holds.has(cookie));
    this.holds.set(cookie, { cookie, sender, hold, layout });
    return cookie;
  }

  /** The hold of a cookie, if it was given to this connection. */
  find(sender: string, cookie: unknown): BusHold | undefined {
    const found = typeof cookie === 'number' ? this.holds.get(cookie) : undefined;
    return found?.sender === sender ? found : undefined;
  }

  all(): readonly BusHold[] {
    return [...this.holds.values()];
  }

  remove(cookie: number): void {
    this.holds.delete(cookie);
  }

  /** Takes out those that are no longer in force. */
  over(inForce: ReadonlySet<number>): BusHold[] {
    const over = [...this.holds.values()].filter(h => !inForce.has(h.hold));
    for (const { cookie } of over) this.holds.delete(cookie);
    return over;
  }

  /** A connection is gone; gives the object that represented it, if there was one. */
  leave(sender: string): object | undefined {
    const client = this.clients.get(sender);
    this.clients.delete(sender);
    for (const { cookie, sender: of } of this.holds.values()) if (of === sender) this.holds.delete(cookie);
    return client;
  }

  /** All connections are gone. */
  clear(): object[] {
    return [...this.clients.keys()].flatMap(sender => this.leave(sender) ?? []);
  }
}

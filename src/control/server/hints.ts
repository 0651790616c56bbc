import type { Hint } from '../protocol/hint.js';

/** A hint that is not repeated is forgotten. */
const lasts = 60;
const mostOfClient = 8;
const mostOfUser = 16;
const mostOfAll = 64;

export interface HeldHint extends Hint {
  readonly name: string;
  readonly pid: number;
  /** The user of the connection; null where the kernel does not tell. */
  readonly uid: number | null;
  /** s of the server's clock. */
  readonly until: number;
}

/** A connection. */
export interface Client {
  readonly uid: number | null;
}

const none: readonly HeldHint[] = [];

/**
 * The hints of applications. One lives as long as the connection that gave it, and no longer than a minute after it was last given. A client can't touch
 * another's, whatever name and pid it claims, and what is beyond the limits is refused and displaces nothing.
 */
export class Hints {
  private readonly ofClients = new Map<Client, Map<string, HeldHint>>();
  /** Since the start. */
  readonly counts = { taken: 0, refused: 0 };

  /** Takes a hint at `at` s, or null, which takes it back; returns what is wrong with it. */
  take(client: Client, name: string, pid: number, hint: Hint | null, at: number): string | undefined {
    this.forget(at);
    const own = this.ofClients.get(client) ?? new Map<string, HeldHint>();
    const key = `${name}/${pid}`;
    if (hint === null) own.delete(key);
    else {
      const tooMany = own.has(key) ? undefined : this.tooMany(own.size, client.uid);
      if (tooMany !== undefined) {
        this.counts.refused++;
        return tooMany;
      }
      this.counts.taken++;
      own.set(key, { ...hint, name, pid, uid: client.uid, until: at + lasts });
    }
    if (own.size > 0) this.ofClients.set(client, own);
    else this.ofClients.delete(client);
    return undefined;
  }

  left(client: Client): void {
    this.ofClients.delete(client);
  }

  /** Those in force at `at` s. */
  held(at: number): readonly HeldHint[] {
    if (this.ofClients.size === 0) return none;
    this.forget(at);
    return [...this.ofClients.values()].flatMap(own => [...own.values()]);
  }

  private tooMany(own: number, uid: number | null): string | undefined {
    let [all, ofUser] = [0, 0];
    for (const [client, { size }] of this.ofClients) {
      all += size;
      if (client.uid === uid) ofUser += size;
    }
    if (own >= mostOfClient) return `hint: more than ${mostOfClient} of one connection`;
    if (ofUser >= mostOfUser) return `hint: more than ${mostOfUser} of one user`;
    return all >= mostOfAll ? `hint: more than ${mostOfAll} of all applications` : undefined;
  }

  private forget(at: number): void {
    for (const [client, own] of this.ofClients) {
      for (const [key, { until }] of own) if (until <= at) own.delete(key);
      if (own.size === 0) this.ofClients.delete(client);
    }
  }
}

import type { Hint, HintStatus } from '../protocol/hint.js';

/** A hint that is not repeated is forgotten. */
const lasts = 60;
const mostOfClient = 8;
const mostOfAll = 64;

interface Held extends Hint {
  readonly name: string;
  readonly pid: number;
  readonly until: number;
}

/**
 * The hints of applications. One lives as long as the connection that gave it, and no longer than a minute after it was last given. A client can't touch
 * another's, whatever name and pid it claims, and what is beyond the limits is refused and displaces nothing.
 */
export class Hints {
  private readonly ofClients = new Map<object, Map<string, Held>>();

  /** Takes a hint at `at` s, or null, which takes it back; returns what is wrong with it. */
  take(client: object, name: string, pid: number, hint: Hint | null, at: number): string | undefined {
    this.forget(at);
    const own = this.ofClients.get(client) ?? new Map<string, Held>();
    const key = `${name}/${pid}`;
    if (hint === null) own.delete(key);
    else {
      const isNew = !own.has(key);
      if (isNew && own.size >= mostOfClient) return `hint: more than ${mostOfClient} of one connection`;
      if (isNew && this.size >= mostOfAll) return `hint: more than ${mostOfAll} of all applications`;
      own.set(key, { ...hint, name, pid, until: at + lasts });
    }
    if (own.size > 0) this.ofClients.set(client, own);
    else this.ofClients.delete(client);
    return undefined;
  }

  left(client: object): void {
    this.ofClients.delete(client);
  }

  /** Those in force at `at` s. */
  status(at: number): readonly HintStatus[] {
    this.forget(at);
    return [...this.ofClients.values()].flatMap(own =>
      [...own.values()].map(({ until, ...hint }) => ({ ...hint, left: until - at })),
    );
  }

  private get size(): number {
    let size = 0;
    for (const own of this.ofClients.values()) size += own.size;
    return size;
  }

  private forget(at: number): void {
    for (const [client, own] of this.ofClients) {
      for (const [key, { until }] of own) if (until <= at) own.delete(key);
      if (own.size === 0) this.ofClients.delete(client);
    }
  }
}

import type { Facts } from '../signals.js';

/** Where a machine's signals stand in a sample, by what they are and of what. Asked when a reader is made, never in a tick. */
export class Places {
  private readonly all = new Map<string, number[]>();

  constructor(signals: readonly Facts[]) {
    for (const [at, { scope, role }] of signals.entries()) {
      const key = keyOf(scope, role);
      const known = this.all.get(key);
      if (known === undefined) this.all.set(key, [at]);
      else known.push(at);
    }
  }

  /** The place of a signal, of several the first; −1 where there is none. */
  at(scope: string, role: string): number {
    return this.all.get(keyOf(scope, role))?.[0] ?? -1;
  }

  /** The places of all signals that are this of this. */
  each(scope: string, role: string): readonly number[] {
    return this.all.get(keyOf(scope, role)) ?? [];
  }
}

const keyOf = (scope: string, role: string): string => `${scope} ${role}`;

/**
 * When something is an incident, and which incidents are worth a file.
 *
 * 1. Thermal: a safety bound that binds when none did in the tick before.
 * 2. Somebody else's change of a limit (drift), a refused write, a helper that is away.
 * 3. Overruns: five ticks within a minute that took longer than a sample's time, except in the first minute, when code is still being compiled.
 *
 * At most one in 5 minutes, and at most one of a kind in an hour: otherwise a recurring fault would push out all others.
 */
import type { Decision } from '../../governor/arbitration/decision.js';
import type { Nanoseconds } from '../../model/units.js';

export type IncidentKind = 'thermal' | 'drift' | 'refused' | 'lost' | 'overrun';

const betweenNs = 300e9;
const betweenSameNs = 3600e9;
const burst = 5;
const burstNs = 60e9;
const warmUpNs = 60e9;

export class Triggers {
  private hot = new Set<string>();
  private overruns: number[] = [];
  private lastAt = Number.NEGATIVE_INFINITY;
  private readonly lastOf = new Map<IncidentKind, number>();

  /** Names what safety has limited since this tick; undefined if that is not new. */
  thermal(decisions: readonly Decision[]): string | undefined {
    const hot = decisions.filter(d => d.reasons.some(r => r.priority === 'safety')).map(d => d.scope);
    const fresh = hot.filter(scope => !this.hot.has(scope));
    this.hot = new Set(hot);
    return fresh.length === 0 ? undefined : fresh.join(', ');
  }

  /** Whether this overrun makes it a burst; the first tick was at `since`. */
  overrun(at: Nanoseconds, since: Nanoseconds): boolean {
    if (at - since < warmUpNs) return false;
    this.overruns = [...this.overruns.filter(t => at - t < burstNs), at];
    if (this.overruns.length < burst) return false;
    this.overruns = [];
    return true;
  }

  /** Whether an incident at `at` is kept. */
  takes(kind: IncidentKind, at: Nanoseconds): boolean {
    const last = this.lastOf.get(kind) ?? Number.NEGATIVE_INFINITY;
    if (at - this.lastAt < betweenNs || at - last < betweenSameNs) return false;
    this.lastAt = at;
    this.lastOf.set(kind, at);
    return true;
  }
}

import type { Description } from '../../model/description.js';
import { throttleCounts } from '../../model/names.js';
import type { LiveReading } from '../../model/sensing/reading.js';

/** What an operator is to hear of, counted since the daemon started. */
export class HealthTotals {
  /** How often the machine was put back to its baseline while the daemon ran. */
  restores = 0;
  private from: Description | undefined;
  private signals: ReadonlyMap<string, string> = new Map();
  private readonly last = new Map<string, number>();
  private readonly counted = new Map<string, number>();

  /** Counts of throttling that the processor keeps itself; one that goes back was reset. */
  follow({ state }: Pick<LiveReading, 'state'>, description: Description): void {
    if (this.from !== description) {
      this.from = description;
      this.signals = throttleCounts(description.signals);
    }
    for (const [scope, signal] of this.signals) {
      const count = state(signal);
      if (typeof count !== 'number') continue;
      const grown = Math.max(0, count - (this.last.get(scope) ?? count));
      this.last.set(scope, count);
      this.counted.set(scope, (this.counted.get(scope) ?? 0) + grown);
    }
  }

  /** By package; none where nothing counts them. */
  throttles(): ReadonlyMap<string, number> {
    return this.counted;
  }
}

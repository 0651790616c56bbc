import type { LiveReading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';

/** Time constant of the rate, s: raises come in bursts. */
const window = 10;

/** Busy stretches of one frequency domain that the reflex raised. */
export interface RaiseCount {
  /** Since the daemon started. */
  total: number;
  /** Mean of the last seconds. */
  perSecond: number;
}

/** Counts them, by policy. */
export class Raises {
  private readonly counts = new Recurring<RaiseCount, number>();

  ticked({
    tick: { reading },
  }: {
    readonly tick: { readonly reading: Pick<LiveReading, 'policies' | 'interval'> };
  }): void {
    const { policies, interval } = reading;
    if (!(interval > 0)) return;
    const weight = -Math.expm1(-interval / window);
    for (const { id, raises } of policies) {
      if (raises === undefined) continue;
      const count = this.counts.get(id, none);
      count.total += raises;
      count.perSecond += weight * (raises / interval - count.perSecond);
    }
  }

  /** Undefined where nothing counts them. */
  of(policy: number): Readonly<RaiseCount> | undefined {
    return this.counts.find(policy);
  }
}

const none = (): RaiseCount => ({ total: 0, perSecond: 0 });

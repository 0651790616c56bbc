/** Which samples are worth waking the daemon for, by the dead-bands of the signals (docs/helper-protocol.md, Quiet and active). Pure. */

import type { Sample } from '../../model/sensing/sample.js';
import type { SignalSpec } from '../../model/signals.js';

/** Whether a sample shows any activity, and whether it differs from the last one sent. */
export interface Worth {
  readonly active: boolean;
  readonly news: boolean;
}

/** State of one signal. Shares are of time: a time counter's growth over time, now and in the last sample sent. */
interface Seen {
  readonly now: number;
  /** Its value in the last sample sent. */
  readonly sent: number;
  readonly growth: number;
  readonly share: number;
  readonly sentShare: number;
}

type Judge = (seen: Seen) => Worth;

/** Nanoseconds in the unit of a counter of time. */
const nanosecondsIn: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

const both = (crossed: boolean): Worth => ({ active: crossed, news: crossed });
const none = both(false);

/** How a signal is judged by its band. If a band lacks a number, no sample counts: comparing with NaN is false. */
function judgeOf({ band }: SignalSpec): Judge {
  const { kind, above = Number.NaN, by = Number.NaN, across = Number.NaN } = band ?? {};
  const near = (band?.trip ?? Number.NaN) - (band?.within ?? Number.NaN);
  switch (kind) {
    case 'change':
      return ({ growth }) => both(growth !== 0);
    case 'share':
      return ({ share, sentShare }) => ({ active: share > above, news: Math.abs(share - sentShare) > by });
    case 'rise':
      return ({ share, sentShare }) => both(share - sentShare > by);
    case 'move':
      return ({ now, sent }) => both(now > near || Math.abs(now - sent) >= by);
    case 'step':
      return ({ now, sent }) => {
        const other = Number.isNaN(now) !== Number.isNaN(sent) || now < across !== sent < across;
        return { active: false, news: other || Math.abs(now - sent) > by };
      };
    default:
      return () => none;
  }
}

export class Bands {
  private readonly judges: readonly Judge[];
  private readonly units: readonly number[];
  private previous: Sample | undefined;
  private sent: Sample | undefined;
  /** Share of time of each signal in the last sample sent, and in the newest. */
  private sharesSent: Float64Array;
  private shares: Float64Array;

  constructor(specs: readonly SignalSpec[]) {
    this.judges = specs.map(judgeOf);
    this.units = specs.map(s => nanosecondsIn[s.unit] ?? Number.NaN);
    this.sharesSent = new Float64Array(specs.length);
    this.shares = new Float64Array(specs.length);
  }

  judge(sample: Sample): Worth {
    const before = this.previous;
    this.previous = sample;
    if (before === undefined) return { active: true, news: true };
    const span = sample.at - before.at;
    let active = false;
    let news = false;
    for (const [i, judge] of this.judges.entries()) {
      const now = sample.values[i] ?? Number.NaN;
      const growth = now - (before.values[i] ?? Number.NaN);
      const share = (growth * (this.units[i] ?? Number.NaN)) / span;
      this.shares[i] = share;
      const sent = this.sent?.values[i] ?? now;
      const worth = judge({ now, sent, growth, share, sentShare: this.sharesSent[i] ?? 0 });
      active ||= worth.active;
      news ||= worth.news;
    }
    return { active, news };
  }

  /** The newest sample was sent. */
  handedOn(sample: Sample): void {
    this.sent = sample;
    [this.sharesSent, this.shares] = [this.shares, this.sharesSent];
  }
}

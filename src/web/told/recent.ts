import type { Clock } from './clocks.js';

/** What a live chart shows of a moment; null where it was not measured. */
export interface Moment {
  /** UTC ms. */
  readonly at: number;
  readonly watts: number | null;
  /** What batteries give (positive) or take. */
  readonly battery: number | null;
  /** Of the hottest zone. */
  readonly celsius: number | null;
  /** kHz by kind of core; empty where only the journal knows the moment. */
  readonly clocks: readonly Pick<Clock, 'kind' | 'khz'>[];
}

/** How far back live charts go. */
export const recentMs = 600_000;
const mostMoments = 1500;

/** The moments of the last minutes, in order of time; bounded in time and number. */
export class Recent {
  private moments: Moment[] = [];

  get all(): readonly Moment[] {
    return this.moments;
  }

  /** A clock that was set back begins anew: what came before lies in the future now. */
  add(moment: Moment): void {
    const last = this.moments.at(-1);
    if (last !== undefined && moment.at <= last.at) {
      if (moment.at === last.at) return;
      this.moments = [];
    }
    this.moments.push(moment);
    const oldest = moment.at - recentMs;
    while (this.moments.length > mostMoments || (this.moments[0]?.at ?? oldest) < oldest) this.moments.shift();
  }

  /** Puts what was known otherwise before what was seen: it ends where that begins. */
  precede(earlier: readonly Moment[]): void {
    const first = this.moments[0]?.at ?? Number.POSITIVE_INFINITY;
    const newest = this.moments.at(-1)?.at ?? earlier.at(-1)?.at ?? 0;
    const before = earlier.filter(m => m.at < first && m.at >= newest - recentMs);
    this.moments = [...before, ...this.moments].slice(-mostMoments);
  }

  /** What was seen is a while ago, and charts would bridge the time between. */
  clear(): void {
    this.moments = [];
  }
}

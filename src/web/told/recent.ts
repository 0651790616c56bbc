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

/** °C of the hottest zone; null without one. */
export const hottestOf = (zones: readonly { readonly celsius: number }[]): number | null =>
  zones.reduce<number | null>((max, z) => Math.max(max ?? z.celsius, z.celsius), null);

/** How far back live charts go. */
export const recentMs = 600_000;
const mostMoments = 1500;
/** What is known otherwise is as much of a time as this, at both sides. */
const apartMs = 5000;

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

  /** Adds what is known otherwise of the time in which nothing was seen: before, and while nobody looked. */
  recall(known: readonly Moment[]): void {
    const newest = this.moments.at(-1)?.at ?? known.at(-1)?.at ?? 0;
    const seen = (at: number): boolean => this.moments.some(m => Math.abs(m.at - at) < apartMs);
    const added = known.filter(m => m.at <= newest && m.at >= newest - recentMs && !seen(m.at));
    this.moments = [...this.moments, ...added].sort((a, b) => a.at - b.at).slice(-mostMoments);
  }

  /** What was seen is a while ago, and charts would bridge the time between. */
  clear(): void {
    this.moments = [];
  }
}

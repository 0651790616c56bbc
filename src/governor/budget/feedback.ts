/**
 * Feedback: what people say about the machine moves the slowdown budget ε of the profile and power source in use at that moment.
 *
 * 1. `slow` halves ε; `hot` and `loud` multiply it by 1.5.
 * 2. ε stays between 1/32 of the profile's budget and twice that budget, and never above 25 %.
 * 3. Feedback decays with a half-life of 7 days, on the logarithm of the factor on ε, so that a doubling fades as fast as a halving.
 *
 * ε = 0 (performance) never moves. Times are UTC milliseconds. If a clock is set back, nothing decays in the meantime and decay does not wait for the
 * old date.
 */
import { budgetOf, type PowerSource, type ProfileName } from '../../model/people/profiles.js';

export const feedbackWords = ['slow', 'hot', 'loud'] as const;
export type FeedbackWord = (typeof feedbackWords)[number];

const steps: Readonly<Record<FeedbackWord, number>> = { slow: Math.log(0.5), hot: Math.log(1.5), loud: Math.log(1.5) };
const leastFactor = 1 / 32;
const mostFactor = 2;
export const largestSlowdown = 0.25;
/** A factor this close to 1 (as a logarithm) counts as forgotten. */
const forgotten = 0.01;
export const feedbackHalfLifeMs = 7 * 86_400_000;

/** Feedback for one profile on one power source. */
export interface Opinion {
  readonly profile: ProfileName;
  readonly source: PowerSource;
  /** Natural logarithm of the factor on ε at time `at`. */
  readonly level: number;
  /** UTC ms. */
  readonly at: number;
}

export class Feedback {
  private readonly known = new Map<string, Opinion>();

  constructor(opinions: readonly Opinion[] = []) {
    for (const opinion of opinions) this.keep(opinion);
  }

  /** Takes feedback from a person at the UTC millisecond `now`. */
  take(profile: ProfileName, source: PowerSource, word: FeedbackWord, now: number): void {
    this.keep({ profile, source, level: this.level(profile, source, now) + steps[word], at: now });
  }

  /** The current factor on ε for this profile and power source. */
  factor(profile: ProfileName, source: PowerSource, now: number): number {
    return Math.exp(this.level(profile, source, now));
  }

  /** Feedback that has not decayed to almost nothing. */
  opinions(now: number): readonly Opinion[] {
    return [...this.known.values()].filter(o => Math.abs(this.level(o.profile, o.source, now)) > forgotten);
  }

  reset(): void {
    this.known.clear();
  }

  private level(profile: ProfileName, source: PowerSource, now: number): number {
    const opinion = this.known.get(key(profile, source));
    if (opinion === undefined) return 0;
    if (now < opinion.at) this.keep({ ...opinion, at: now });
    return opinion.level * 0.5 ** (Math.max(0, now - opinion.at) / feedbackHalfLifeMs);
  }

  private keep(opinion: Opinion): void {
    const { profile, source, level } = opinion;
    const { slowdown } = budgetOf(profile, source === 'mains');
    if (slowdown === 0) return;
    // The bound applies to the stored level: after many `hot`, the first `slow` must still have an effect.
    const most = Math.log(Math.min(mostFactor, largestSlowdown / slowdown));
    const bounded = Math.min(most, Math.max(Math.log(leastFactor), level));
    this.known.set(key(profile, source), { ...opinion, level: bounded });
  }
}

const key = (profile: ProfileName, source: PowerSource): string => `${profile}/${source}`;

/**
 * Feedback: what people say of the machine moves the slowdown budget ε, for the profile and the power source of that moment.
 *
 * 1. `slow` halves ε; `hot` and `loud` make it half as large again.
 * 2. ε stays between 1/32 and twice what the profile allows, and never above 25 %.
 * 3. What was said is forgotten by half in 7 days: ε goes back by the logarithm of its factor, so a doubling fades as a halving does.
 * ε = 0 (performance) is never moved. Times are UTC milliseconds; a clock that was set back lets nothing fade, nor wait for its old date.
 */
import { budgetOf, type PowerSource, type ProfileName } from '../../model/profiles.js';

export const feedbackWords = ['slow', 'hot', 'loud'] as const;
export type FeedbackWord = (typeof feedbackWords)[number];

const steps: Readonly<Record<FeedbackWord, number>> = { slow: Math.log(0.5), hot: Math.log(1.5), loud: Math.log(1.5) };
const leastFactor = 1 / 32;
const mostFactor = 2;
export const largestSlowdown = 0.25;
/** A factor this close to 1, as a logarithm, says nothing any more. */
const forgotten = 0.01;
export const feedbackHalfLifeMs = 7 * 86_400_000;

/** What was said of one profile on one power source. */
export interface Opinion {
  readonly profile: ProfileName;
  readonly source: PowerSource;
  /** Natural logarithm of the factor on ε as it was at `at`. */
  readonly level: number;
  /** UTC ms. */
  readonly at: number;
}

export class Feedback {
  private readonly known = new Map<string, Opinion>();

  constructor(opinions: readonly Opinion[] = []) {
    for (const opinion of opinions) this.keep(opinion);
  }

  /** Takes a person's word at the UTC millisecond `now`. */
  take(profile: ProfileName, source: PowerSource, word: FeedbackWord, now: number): void {
    this.keep({ profile, source, level: this.level(profile, source, now) + steps[word], at: now });
  }

  /** What ε of this profile and source is multiplied by now. */
  factor(profile: ProfileName, source: PowerSource, now: number): number {
    return Math.exp(this.level(profile, source, now));
  }

  /** What was said and is not as good as forgotten. */
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
    // The bound is on what is remembered: after many a `hot`, the first `slow` must still be felt.
    const most = Math.log(Math.min(mostFactor, largestSlowdown / slowdown));
    const bounded = Math.min(most, Math.max(Math.log(leastFactor), level));
    this.known.set(key(profile, source), { ...opinion, level: bounded });
  }
}

const key = (profile: ProfileName, source: PowerSource): string => `${profile}/${source}`;

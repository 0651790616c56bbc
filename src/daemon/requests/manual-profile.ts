import type { Standing } from '../../governor/orders/standing-orders.js';
import type { ProfileName } from '../../model/people/profiles.js';

/** A profile that somebody set, and the standing order beside which it was set. */
export interface Chosen {
  readonly profile: ProfileName;
  readonly beside: string;
}

/** What was set on each power source. */
export type Remembered = Readonly<Partial<Record<Standing['source'], ProfileName>>>;

/**
 * The profile that people set by hand. It holds until another order of the configuration speaks (mains instead of battery, a night that
 * begins): without any it holds until another is set. Where choices are remembered, each power source keeps its own.
 */
export class ManualProfile {
  private readonly remember: () => boolean;
  private chosen: Chosen | undefined;
  private remembered: Remembered;

  constructor(remember: () => boolean, chosen: Chosen | undefined, remembered: Remembered) {
    this.remember = remember;
    this.chosen = chosen;
    this.remembered = remembered;
  }

  take(profile: ProfileName, standing: Standing): void {
    this.chosen = { profile, beside: nameOf(standing) };
    if (this.remember()) this.remembered = { ...this.remembered, [standing.source]: profile };
  }

  /** What somebody set and what still holds beside this order. */
  profile(standing: Standing): ProfileName | undefined {
    if (this.remember()) return this.remembered[standing.source];
    if (this.chosen?.beside !== nameOf(standing)) this.chosen = undefined;
    return this.chosen?.profile;
  }

  kept(): { readonly chosen: Chosen | null; readonly remembered: Remembered } {
    return { chosen: this.chosen ?? null, remembered: this.remember() ? this.remembered : {} };
  }
}

const nameOf = ({ when, profile }: Standing): string => `${profile} ${when}`;

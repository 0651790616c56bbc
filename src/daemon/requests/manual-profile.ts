import type { Standing } from '../../governor/orders/standing-orders.js';
import type { ProfileName } from '../../model/people/profiles.js';

/** A profile that somebody set, and the standing order beside which it was set. */
export interface Chosen {
  readonly profile: ProfileName;
  readonly beside: string;
  /** The battery's level beside which a person set it, percent. */
  readonly level?: number | undefined;
}

/** What was set on each power source. */
export type Remembered = Readonly<Partial<Record<Standing['source'], ProfileName>>>;

/**
 * The profile that people set by hand. It holds until another order of the configuration speaks (mains instead of battery, a night that
 * begins): without any it holds until another is set. Where choices are remembered, each power source keeps its own. While the battery is below a
 * level only what was set since counts; the rest waits.
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

  /** What a person set also holds against the level that the battery is below. */
  take(profile: ProfileName, standing: Standing, byPerson = true): void {
    const level = byPerson ? standing.low?.level : undefined;
    this.chosen = { profile, beside: nameOf(standing), ...(level === undefined ? {} : { level }) };
    if (this.remember()) this.remembered = { ...this.remembered, [standing.source]: profile };
  }

  /** What somebody set and what still holds beside this order. */
  profile(standing: Standing): ProfileName | undefined {
    const { low, source } = standing;
    const { level } = this.chosen ?? {};
    // It was left since, or a deeper one was crossed.
    if (this.chosen !== undefined && level !== undefined && !(level <= (low?.level ?? Number.NEGATIVE_INFINITY)))
      this.chosen = { profile: this.chosen.profile, beside: this.chosen.beside };
    if (low !== undefined && this.chosen?.level === undefined) return undefined;
    if (this.remember()) return this.remembered[source];
    if (!(low?.otherwise ?? standing).held && this.chosen?.beside !== nameOf(standing)) this.chosen = undefined;
    return this.chosen?.profile;
  }

  kept(): { readonly chosen: Chosen | null; readonly remembered: Remembered } {
    return { chosen: this.chosen ?? null, remembered: this.remember() ? this.remembered : {} };
  }
}

/** A level of the battery is no other order: what was set beside the order under it comes back when the level is left. */
const nameOf = ({ when, profile, low }: Standing): string =>
  low === undefined ? `${profile} ${when}` : nameOf(low.otherwise);

/**
 * Which profile is in force, out of what the configuration says, what was set and what is held.
 *
 * 1. Without a hold it is the one that somebody set, as far as that still holds (manual-profile.ts), else the configuration's.
 * 2. Holds go over it (model/people/holds.ts).
 * 3. While the battery is below a level whose profile the configuration names, a hold on performance counts only if it was asked for since. Holds are
 *    numbered as they come: no clock is asked.
 */
import { requesterWords } from '../../control/protocol/requester.js';
import type { Standing } from '../../governor/orders/standing-orders.js';
import { effectiveProfile } from '../../model/people/holds.js';
import type { ProfileName } from '../../model/people/profiles.js';
import { ManualProfile } from './manual-profile.js';
import type { RequestList } from './request-list.js';
import type { KeptRequests } from './requests-file.js';

export class ProfileInForce {
  private readonly list: RequestList;
  private readonly remember: () => boolean;
  private choice: ManualProfile;
  private now: Standing;
  /** Holds of this number and above were asked for since the level was crossed. */
  private crossed = 1;

  constructor(list: RequestList, remember: () => boolean, standing: Standing) {
    this.list = list;
    this.remember = remember;
    this.choice = new ManualProfile(remember, undefined, {});
    this.now = standing;
  }

  /** What the configuration says. */
  get standing(): Standing {
    return this.now;
  }

  /** The profile in force. */
  get profile(): ProfileName {
    return effectiveProfile(this.chosen, this.holds);
  }

  /** The profile that holds without holds. */
  get chosen(): ProfileName {
    const { held, profile } = this.now;
    const set = this.choice.profile(this.now);
    return held ? profile : (set ?? profile);
  }

  /** The battery's level that decides the profile, percent. */
  get level(): number | null {
    const { low } = this.now;
    const decides = this.choice.profile(this.now) === undefined && this.profile === this.chosen;
    return low !== undefined && decides ? low.level : null;
  }

  /** Where the profile in force is from, in words. */
  why(): string {
    const { profile, chosen, level } = this;
    const hold = this.holds.find(h => h.profile === profile);
    if (hold !== undefined && profile !== chosen)
      return `held by ${hold.app === '' ? requesterWords(hold.who) : hold.app}`;
    const { when, held, source } = this.now;
    if (level !== null) return when;
    const set = !held && this.choice.profile(this.now) !== undefined;
    return set ? `set by hand ${this.remember() ? `on ${source}` : ''}`.trim() : `configured, ${when}`;
  }

  /** Another order of the configuration speaks. What became of the battery's level, in words; nothing where it is as before. */
  meet(standing: Standing): string | undefined {
    const before = this.now;
    this.now = standing;
    const [level, was] = [standing.low?.level, before.low?.level];
    if (level === was) return undefined;
    if (level === undefined)
      return standing.source === 'mains'
        ? 'since the machine is plugged in'
        : `since the battery is no longer below ${was} %`;
    // Coming up from a deeper one crosses none.
    if (was === undefined || level < was) this.crossed = this.list.next;
    return standing.when;
  }

  take(profile: ProfileName, byPerson: boolean): void {
    this.choice.take(profile, this.now, byPerson);
  }

  kept() {
    return { ...this.choice.kept(), crossed: this.crossed };
  }

  /** What an earlier daemon kept; `chosen` holds where it is not too old. */
  resume({ remembered, crossed }: KeptRequests, chosen: KeptRequests['chosen'], standing: Standing): void {
    this.choice = new ManualProfile(this.remember, chosen ?? undefined, remembered);
    this.crossed = crossed;
    this.now = standing;
  }

  private get holds(): RequestList['holds'] {
    const { holds } = this.list;
    return this.now.low === undefined ? holds : holds.filter(h => h.profile === 'power-saver' || h.id >= this.crossed);
  }
}

/**
 * Platform profile: the profile, told to the firmware as well, which has fans and power limits of its own.
 *
 * 1. For the profile in force take the first of its words that the firmware offers. Where it has none for power-saver it stays balanced, as
 *    power-profiles-daemon has it; without one for performance nothing is asked.
 * 2. Under balanced a firmware that was found at a faster word keeps that: nobody asked for less.
 * 3. A machine that reads `custom` was set by other means: it is left so.
 * 4. Where somebody else has set it to another of the profile's words (a laptop's own key), that is what they want: it stays.
 * The firmware's own limits are outside of ε: what it makes slower is what was asked for.
 */
import { controlName } from '../../model/control-names.js';
import { wholeMachine } from '../../model/names.js';
import { firmwareWords } from '../../model/people/firmware-profiles.js';
import type { ProfileName } from '../../model/people/profiles.js';
import type { Saved } from '../../model/saved.js';
import type { ControlValue } from '../../model/signals.js';
import type { Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';

const control = 'platform_profile';
const name = controlName(wholeMachine, control);

const none: readonly Proposal[] = [];

export class PlatformProfileRule implements Rule {
  readonly name = 'platform-profile';
  private made:
    | { readonly key: string; readonly choices: Situation['choices']; readonly proposals: readonly Proposal[] }
    | undefined;
  /** The word that was asked for last, what was read last, and in which epoch. */
  private asked: string | undefined;
  private read: ControlValue | undefined;
  private epoch: number | undefined;
  /** The word that somebody else set. */
  private theirs: ControlValue | undefined;

  propose({ reading, profile, choices, baseline }: Situation): readonly Proposal[] {
    const seen = reading.state(name);
    // A restore and a suspend change it too.
    const same = reading.epoch === this.epoch && !(reading.suspended > 0) && this.read !== undefined;
    if (same && seen !== this.read) this.theirs = seen === this.asked ? undefined : seen;
    const choice = this.choice(profile, choices.get(name) ?? [], baseline.get(name));
    this.read = seen;
    this.epoch = reading.epoch;
    this.asked = choice;
    const key = `${profile} ${choice}`;
    if (this.made?.key !== key || this.made.choices !== choices)
      this.made = { key, choices, proposals: choice === undefined ? none : [proposal(choice, profile)] };
    return seen === 'custom' ? none : this.made.proposals;
  }

  save() {
    const { asked, read, epoch, theirs } = this;
    return { asked, read, epoch, theirs };
  }

  restore({ asked, read, epoch, theirs }: Saved<PlatformProfileRule>): void {
    this.asked = asked;
    this.read = read;
    this.epoch = epoch;
    this.theirs = theirs;
    this.made = undefined;
  }

  private choice(
    profile: ProfileName,
    offered: readonly string[],
    found: ControlValue | undefined,
  ): string | undefined {
    const own = firmwareWords[profile].filter(word => offered.includes(word));
    const theirs = own.find(word => word === this.theirs);
    if (theirs !== undefined) return theirs;
    if (profile === 'balanced' && firmwareWords.performance.some(word => word === found)) return String(found);
    return own[0] ?? (profile === 'power-saver' ? offered.find(word => word === 'balanced') : undefined);
  }
}

const proposal = (choice: string, profile: ProfileName): Proposal => ({
  kind: 'choice',
  scope: wholeMachine,
  control,
  priority: 'profile',
  choice,
  reason: { rule: 'platform-profile', code: 'firmware', facts: { profile } },
});

const sentences: Sentences = {
  firmware: ({ profile }) => `the profile is ${profile}, and the firmware follows it`,
};

const short: Sentences = {
  firmware: ({ profile }) => `profile ${profile}`,
};

export const platformProfileRule: RuleEntry = {
  name: 'platform-profile',
  sentences,
  short,
  create: () => new PlatformProfileRule(),
};

/**
 * Platform profile: the profile, told to the firmware as well, which has fans and power limits of its own.
 *
 * 1. For the profile in force take the first of its words that the firmware offers. Where it has none for power-saver it stays balanced, as
 *    power-profiles-daemon has it; without one for performance nothing is asked.
 * 2. Under balanced a firmware that was found at a faster word keeps that: nobody asked for less.
 * 3. A machine that reads `custom` was set by other means: it is left so.
 * The firmware's own limits are outside of ε: what it makes slower is what was asked for.
 */
import { controlName } from '../../model/control-names.js';
import { wholeMachine } from '../../model/names.js';
import type { ProfileName } from '../../model/people/profiles.js';
import type { Nothing } from '../../model/saved.js';
import type { ControlValue } from '../../model/signals.js';
import type { Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';

const control = 'platform_profile';
const name = controlName(wholeMachine, control);

/** The firmware's words for each profile, the best first. */
const words: Readonly<Record<ProfileName, readonly string[]>> = {
  performance: ['performance', 'balanced-performance'],
  balanced: ['balanced'],
  'power-saver': ['low-power', 'quiet', 'cool', 'balanced'],
};

const none: readonly Proposal[] = [];

export class PlatformProfileRule implements Rule {
  readonly name = 'platform-profile';
  private made:
    | { readonly profile: ProfileName; readonly choices: Situation['choices']; readonly proposals: readonly Proposal[] }
    | undefined;

  propose({ reading, profile, choices, baseline }: Situation): readonly Proposal[] {
    if (this.made?.profile !== profile || this.made.choices !== choices)
      this.made = { profile, choices, proposals: this.wanted(profile, choices.get(name) ?? [], baseline.get(name)) };
    const { proposals } = this.made;
    return proposals.length === 0 || reading.state(name) === 'custom' ? none : proposals;
  }

  save(): Nothing {
    return null;
  }

  restore(): void {
    this.made = undefined;
  }

  private wanted(
    profile: ProfileName,
    offered: readonly string[],
    found: ControlValue | undefined,
  ): readonly Proposal[] {
    const asFound = profile === 'balanced' && words.performance.some(word => word === found);
    const choice = asFound ? found : words[profile].find(word => offered.includes(word));
    if (choice === undefined) return none;
    const reason = { rule: this.name, code: 'firmware', facts: { profile } };
    return [{ kind: 'choice', scope: wholeMachine, control, priority: 'profile', choice, reason }];
  }
}

const sentences: Sentences = {
  firmware: ({ profile }) => `the profile is ${profile}, and the firmware follows it`,
};

export const platformProfileRule: RuleEntry = {
  name: 'platform-profile',
  sentences,
  create: () => new PlatformProfileRule(),
};

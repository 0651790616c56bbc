import { type ProfileName, profileNames } from '../../governor/profiles.js';
import type { Stages } from '../stages.js';
import { type ReplayName, replayNames } from './governor-names.js';

/** Another way to decide over the same samples. */
export interface OtherGovernor {
  readonly name: ReplayName;
  /** Which rules speak. */
  readonly speaks: (rule: string) => boolean;
  /** The profile that is asked for instead, with its own budget. */
  readonly profile?: ProfileName | undefined;
}

export const otherGovernors: readonly OtherGovernor[] = replayNames.map(name => {
  const profile = profileNames.find(p => p === name);
  if (profile !== undefined) return { name, profile, speaks: () => true };
  return { name, speaks: rule => (name === 'hands-off' ? rule === 'baseline' : name !== `without-${rule}`) };
});

/** The stages with the other's rules; rules that stay keep what they have learned. */
export const under = (stages: Stages, { speaks }: OtherGovernor): Stages => ({
  ...stages,
  rules: stages.rules.filter(rule => speaks(rule.name)),
});

import { rules } from '../../governor/registry.js';
import { type ProfileName, profileNames } from '../../model/people/profiles.js';
import type { Pipeline } from '../pipeline.js';

/** Another way to decide over the same samples: our rules under another profile, without rules (limits as they were found), or without one rule. */
export interface Alternative {
  readonly name: string;
  /** Which rules take part. */
  readonly speaks: (rule: string) => boolean;
  /** The profile to use instead, with its own budget. */
  readonly profile?: ProfileName | undefined;
}

export const alternatives: readonly Alternative[] = [
  ...profileNames.map((profile): Alternative => ({ name: profile, profile, speaks: () => true })),
  { name: 'hands-off', speaks: rule => rule === 'baseline' },
  // The baseline is not a user's request: without it there would be nothing to fall back to.
  ...rules
    .filter(({ name }) => name !== 'baseline')
    .map(({ name }): Alternative => ({ name: `without-${name}`, speaks: rule => rule !== name })),
];

/** The stages with the alternative's rules; rules that stay keep what they have learned. */
export const under = (stages: Pipeline, { speaks }: Alternative): Pipeline => ({
  ...stages,
  rules: stages.rules.filter(rule => speaks(rule.name)),
});

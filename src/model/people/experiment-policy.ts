import type { Arm } from './experiment-period.js';
import { type ProfileName, profileNames } from './profiles.js';

/** What an experiment compares: a profile, or `kernel`: hands off, everything as it was before the daemon came. */
export const policyNames = [...profileNames, 'kernel'] as const;
export type PolicyName = ProfileName | 'kernel';

/** An experiment as it was asked for. */
export interface Design {
  readonly a: PolicyName;
  readonly b: PolicyName;
  readonly periodMs: number;
  readonly forMs: number;
}

export const policyOf = ({ a, b }: Pick<Design, 'a' | 'b'>, arm: Arm): PolicyName => (arm === 'a' ? a : b);

export const shortestPeriodMs = 2000;
export const longestPeriodMs = 86_400_000;
export const longestForMs = 90 * 86_400_000;
/** Fewer tell no difference, however large: 2 of 2⁵ sign patterns are more than 5 %. */
export const fewestBlocks = 6;

/** What is wrong with a design, in words; undefined when it can be run. */
export function flawOf({ a, b, periodMs, forMs }: Design): string | undefined {
  if (a === b) return `a and b are both ${a}, expected two policies`;
  if (!(periodMs >= shortestPeriodMs && periodMs <= longestPeriodMs))
    return `period ${periodMs / 1000} s, expected 2 s to 24 h`;
  if (!(forMs <= longestForMs)) return `for ${forMs / 3_600_000} h, expected at most 90 d`;
  const least = 2 * fewestBlocks * periodMs;
  if (!(forMs >= least))
    return `for ${forMs / 1000} s, expected at least 12 periods (${least / 1000} s): fewer tell nothing`;
  return undefined;
}

/** Time after a switch that doesn't count: what the policy before left behind (heat, a fan, clocks in flight) fades meanwhile. */
export const washoutOf = (periodMs: number): number => Math.round(periodMs / 10);

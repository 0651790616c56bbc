/**
 * Holds: applications that ask for a profile while they need it (the rule of power-profiles-daemon).
 *
 * 1. With no hold the profile is the one that was set.
 * 2. A hold on power-saver wins over one on performance: it is asked for where energy or heat runs out.
 * 3. Setting a profile by hand ends all holds.
 */
import type { ProfileName } from './profiles.js';

export const heldProfiles = ['performance', 'power-saver'] as const;
export type HeldProfile = (typeof heldProfiles)[number];

export function effectiveProfile(set: ProfileName, holds: readonly { readonly profile: HeldProfile }[]): ProfileName {
  if (holds.some(h => h.profile === 'power-saver')) return 'power-saver';
  return holds.length > 0 ? 'performance' : set;
}
